import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readWarnings } from "../../../tools/shared/synthesize";
import { temporaryFolder } from "../../helpers/temporary-folder";

function manifest(annotations: Readonly<Record<string, readonly { level: string; message: string }[] | undefined>>) {
  const folder = temporaryFolder();
  const stacks = Object.fromEntries(
    Object.entries(annotations).map(([name, list]) => [
      name,
      { name, workingDirectory: name, dependencies: [], ...(list ? { annotations: list } : {}) },
    ]),
  );
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks }));
  return folder;
}

describe("readWarnings", () => {
  it("names the stack of each warning, and leaves out other annotations", () => {
    const folder = manifest({
      "dev-b-data": [
        { level: "@cdktf/info", message: "nothing" },
        { level: "@cdktf/warn", message: "data.logs includes general." },
      ],
      "dev-a-network": [{ level: "@cdktf/warn", message: "network.vpcCidr is public." }],
      "dev-c-api": undefined,
    });
    expect(readWarnings(folder)).toEqual([
      "dev-a-network: network.vpcCidr is public.",
      "dev-b-data: data.logs includes general.",
    ]);
  });

  it("is empty without warnings", () => {
    expect(readWarnings(manifest({ "dev-c-api": undefined }))).toEqual([]);
  });
});
