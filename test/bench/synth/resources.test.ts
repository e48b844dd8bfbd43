import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cloudFormationSizes, resourceTable, terraformSizes } from "../../../bench/synth/resources";
import { temporaryFolder } from "../../helpers/temporary-folder";

describe("terraformSizes", () => {
  it("counts the resources of every stack in the manifest, not its data sources", () => {
    const folder = temporaryFolder();
    const stack = { name: "dev-a", workingDirectory: "stacks/dev-a", dependencies: [] };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: { "dev-a": stack } }));
    mkdirSync(join(folder, "stacks", "dev-a"), { recursive: true });
    const text = JSON.stringify({
      resource: { aws_vpc: { one: {}, two: {} }, aws_eip: { one: {} } },
      data: { x: { y: {} } },
    });
    writeFileSync(join(folder, "stacks", "dev-a", "cdk.tf.json"), text);

    expect(terraformSizes(folder)).toEqual(new Map([["dev-a", { resources: 3, bytes: text.length }]]));
  });
});

describe("cloudFormationSizes", () => {
  it("counts the resources of every template", () => {
    const folder = temporaryFolder();
    const text = JSON.stringify({ Resources: { Vpc: {}, Eip: {} }, Outputs: { Id: {} } });
    writeFileSync(join(folder, "dev-a.template.json"), text);
    writeFileSync(join(folder, "manifest.json"), "{}");

    expect(cloudFormationSizes(folder)).toEqual(new Map([["dev-a", { resources: 2, bytes: text.length }]]));
  });
});

describe("resourceTable", () => {
  it("shows both counts of each stack, a gap where a side has no such stack, and the sums", () => {
    const own = new Map([
      ["a", { resources: 3, bytes: 1 }],
      ["b", { resources: 4, bytes: 1 }],
    ]);

    expect(resourceTable(own, new Map([["a", { resources: 2, bytes: 1 }]])).rows).toEqual([
      ["a", "3", "2"],
      ["b", "4", "-"],
      ["2 and 1 stacks", "7", "2"],
    ]);
  });
});
