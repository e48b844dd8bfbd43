import { type CpuProfile, shares } from "../../../bench/profile/shares";

function node(id: number, functionName: string, url: string, children: number[] = []) {
  return { id, callFrame: { functionName, url }, children };
}

describe("shares", () => {
  const profile: CpuProfile = {
    nodes: [
      node(1, "(root)", "", [2, 5, 6, 7]),
      node(2, "main", "file:///somewhere/stacks/base-stack.ts", [3, 8]),
      node(3, "toTerraform", "/somewhere/node_modules/cdktf/lib/stack.js", [4]),
      node(4, "stringify", ""),
      node(5, "(garbage collector)", ""),
      node(6, "(idle)", ""),
      node(7, "wrapSafe", "node:internal/modules/cjs/loader"),
      node(8, "Vpc", "/somewhere/node_modules/@cdktf/provider-aws/lib/vpc/index.js"),
    ],
    samples: [2, 3, 4, 5, 6, 7, 8, 8],
    timeDeltas: [1000, 2000, 3000, 4000, 99_000, 500, 300, 300],
  };

  it("adds up the time by package, with built-in functions under their caller, and leaves idle time out", () => {
    expect(shares(profile)).toEqual([
      { owner: "cdktf", milliseconds: 5 },
      { owner: "(garbage collector)", milliseconds: 4 },
      { owner: "Tierra's sources", milliseconds: 1 },
      { owner: "@cdktf/provider-aws", milliseconds: 0.6 },
      { owner: "Node: finds and compiles modules", milliseconds: 0.5 },
    ]);
  });
});
