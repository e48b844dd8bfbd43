import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stackTable } from "../../../tools/start/stack-table";

describe("stackTable", () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "stacks-"));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  function stack(id: string, dependencies: string[], resource: Record<string, Record<string, object>>) {
    const folder = join(root, id);
    mkdirSync(folder);
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource }));
    return { id, folder, dependencies };
  }

  it("shows size and command of every stack, in the order of deployment", () => {
    const stacks = [
      stack("dev-state", [], { aws_s3_bucket: { state: {} } }),
      stack("dev-three-tier-app", ["dev-three-tier-network", "dev-three-tier-data"], {
        aws_lb: { one: {} },
        aws_lb_listener: { http: {}, https: {} },
      }),
      stack("dev-three-tier-network", [], {}),
    ];
    expect(stackTable(stacks).split("\n")).toEqual([
      "stack                   resources  needs          deploy with",
      "----------------------  ---------  -------------  --------------------------------------------",
      "dev-state               1          an account     npm run state:bootstrap -- --environment dev",
      "dev-three-tier-network  0          the state      npx cdktf deploy dev-three-tier-network",
      "dev-three-tier-app      3          network, data  npx cdktf deploy dev-three-tier-app",
    ]);
  });
});
