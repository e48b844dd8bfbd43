import { groupStacks } from "../../../tools/list-stacks/stack-groups";
import { countsOf, stackTable } from "../../../tools/list-stacks/stack-table";
import { temporaryFolder } from "../../helpers/temporary-folder";
import { sampleStacks } from "./sample-stacks";

function groups(stacks: Parameters<typeof sampleStacks>[1]) {
  return groupStacks(sampleStacks(temporaryFolder(), stacks));
}

const table = (stacks: Parameters<typeof sampleStacks>[1]) => stackTable(groups(stacks)).split("\n");

describe("stackTable", () => {
  it("groups by environment and architecture in the order of deployment, with counts and needed stacks", () => {
    const stacks = table({
      "dev-three-tier-app": ["dev", 3, "dev-three-tier-network", "dev-three-tier-data"],
      "dev-three-tier-data": ["dev", 2, "dev-three-tier-network"],
      "dev-three-tier-network": ["dev", 1],
      "dev-aurora-api-network": ["dev", 4],
      "prod-state": ["prod", 17],
      "dev-state": ["dev", 17],
    });
    expect(stacks).toEqual([
      "stack                        resources  needs",
      "---------------------------  ---------  -------------",
      "dev (5 stacks)                      27",
      "  dev-state                         17",
      "  dev-aurora-api (1 stack)           4",
      "    dev-aurora-api-network           4  dev-state",
      "  dev-three-tier (3 stacks)          6",
      "    dev-three-tier-network           1  dev-state",
      "    dev-three-tier-data              2  network",
      "    dev-three-tier-app               3  network, data",
      "prod (1 stack)                      17",
      "  prod-state                        17",
    ]);
  });

  it("groups a stack that needs no other one with the stack that needs it", () => {
    const stacks = table({
      "dev-aurora-api-backup-copy-us-west-2": ["dev", 5],
      "dev-aurora-api-data": ["dev", 2, "dev-aurora-api-backup-copy-us-west-2", "dev-aurora-api-network"],
      "dev-aurora-api-network": ["dev", 1],
      "dev-aurora-api-vpn": ["dev", 1, "dev-aurora-api-data", "dev-aurora-api-network"],
    });
    expect(stacks.slice(3)).toEqual([
      "  dev-aurora-api (4 stacks)                       9",
      "    dev-aurora-api-backup-copy-us-west-2          5  dev-state",
      "    dev-aurora-api-network                        1  dev-state",
      "    dev-aurora-api-data                           2  backup-copy-us-west-2, network",
      "    dev-aurora-api-vpn                            1  network, data",
    ]);
  });

  it("keeps environments apart whose names have the same start", () => {
    const stacks = table({ "dev-two-state": ["dev-two", 1], "dev-state": ["dev", 1], "dev-x-y": ["dev", 0] });
    expect(stacks.slice(2)).toEqual([
      "dev (2 stacks)             1",
      "  dev-state                1",
      "  dev-x (1 stack)          0",
      "    dev-x-y                0  dev-state",
      "dev-two (1 stack)          1",
      "  dev-two-state            1",
    ]);
  });

  it("names a needed stack of another architecture by its whole ID", () => {
    const stacks = table({ "dev-a-one": ["dev", 0, "dev-b-one"] });
    expect(stacks.at(-1)).toBe("    dev-a-one              0  dev-b-one");
  });

  it("is only a header without stacks", () => {
    expect(table({})).toEqual(["stack  resources  needs", "-----  ---------  -----"]);
  });

  it.each([1, 5, 30, 70, 200])("has no line over 100 columns with names of %d more characters", (length) => {
    const name = `e${"x".repeat(length)}`;
    const before = ["one", "two", "three", "four", "five", "six"].map((part) => `${name}-three-tier-${part}-region`);
    const stacks = table({
      ...Object.fromEntries(before.map((id) => [id, [name, 1] as const])),
      [`${name}-three-tier-last`]: [name, 1, ...before, "other-stack-that-exists"],
    });
    expect(Math.max(...stacks.map((line) => line.length))).toBeLessThanOrEqual(100);
    const text = stacks.join(" ");
    for (const part of ["one-region", "six-region,", "other-stack-that-exists"]) {
      expect(text).toContain(part);
    }
  });

  it("replaces the middle of a name that is too long, and keeps its end", () => {
    const [, , , , row = ""] = table({ [`dev-${"long-".repeat(20)}end`]: ["dev", 1] });
    expect(row).toMatch(/^ {4}dev-(long-)+\w*\.\.\.[\w-]*-long-end {2} {8}1 {2}dev-state$/);
    expect(row.indexOf("-end")).toBe(56);
  });
});

describe("countsOf", () => {
  it("counts stacks and resources, in the singular if there is one", () => {
    const count = (stacks: Parameters<typeof sampleStacks>[1]) => countsOf(groups(stacks).flatMap((one) => one.stacks));
    expect(count({ "dev-a-b": ["dev", 1] })).toBe("1 stack, 1 resource");
    expect(count({ "dev-a-b": ["dev", 1], "dev-a-c": ["dev", 4] })).toBe("2 stacks, 5 resources");
    expect(count({})).toBe("0 stacks, 0 resources");
  });
});
