import { type ComparedStack, compareStacks } from "../../../tools/plan/affected";

/** Stacks as `name: configuration <- dependencies`. */
type Stacks = Readonly<Record<string, { readonly is: unknown; readonly reads?: readonly string[] }>>;

function stacks(described: Stacks): ComparedStack[] {
  return Object.entries(described).map(([id, { is, reads = [] }]) => ({
    id,
    dependencies: reads,
    configuration: { resource: { aws_vpc: { vpc: { is } } } },
  }));
}

const BASE: Stacks = {
  network: { is: 1 },
  data: { is: 1, reads: ["network"] },
  app: { is: 1, reads: ["network", "data"] },
  edge: { is: 1, reads: ["app"] },
  state: { is: 1 },
};

describe("compareStacks", () => {
  it.each<{ name: string; head: Stacks; affected: Record<string, string>; deleted?: string[] }>([
    { name: "finds nothing where nothing changed", head: BASE, affected: {} },
    {
      name: "finds the last of a chain alone",
      head: { ...BASE, edge: { is: 2, reads: ["app"] } },
      affected: { edge: "changed <- " },
    },
    {
      name: "follows a chain to its end",
      head: { ...BASE, data: { is: 2, reads: ["network"] } },
      affected: { app: "dependent <- data", data: "changed <- ", edge: "dependent <- app" },
    },
    {
      name: "tells a changed stack from one that only reads another",
      head: { ...BASE, network: { is: 2 }, app: { is: 2, reads: ["network", "data"] } },
      affected: {
        app: "changed <- data,network",
        data: "dependent <- network",
        edge: "dependent <- app",
        network: "changed <- ",
      },
    },
    {
      name: "finds a new stack and the stacks that read it",
      head: { ...BASE, audit: { is: 1 }, state: { is: 1, reads: ["audit"] } },
      affected: { audit: "new <- ", state: "dependent <- audit" },
    },
    {
      name: "names a deleted stack and plans nothing for it",
      head: { network: { is: 1 }, data: { is: 1, reads: ["network"] }, state: { is: 1 } },
      affected: {},
      deleted: ["app", "edge"],
    },
  ])("$name", ({ head, affected, deleted = [] }) => {
    const comparison = compareStacks(stacks(BASE), stacks(head));
    const found = comparison.affected.map(({ id, reason, reads }) => [id, `${reason} <- ${reads}`]);
    expect(Object.fromEntries(found)).toEqual(affected);
    expect(comparison.deleted).toEqual(deleted);
  });

  it("reports every stack as new if there was none before", () => {
    const { affected, deleted } = compareStacks([], stacks(BASE));
    expect(new Set(affected.map(({ reason }) => reason))).toEqual(new Set(["new"]));
    expect(affected).toHaveLength(5);
    expect(deleted).toEqual([]);
  });

  it("accepts stacks that read each other", () => {
    const circle: Stacks = { one: { is: 1, reads: ["two"] }, two: { is: 1, reads: ["one"] } };
    const { affected } = compareStacks(stacks(circle), stacks({ ...circle, one: { is: 2, reads: ["two"] } }));
    expect(affected.map(({ id }) => id)).toEqual(["one", "two"]);
  });

  it("ignores CDKTF's metadata at every depth", () => {
    const withPath = (path: string): ComparedStack[] => [
      {
        id: "network",
        dependencies: [],
        configuration: {
          "//": { path },
          resource: { aws_vpc: { vpc: { "//": { path }, cidr_block: "10.0.0.0/16" } } },
        },
      },
    ];
    expect(compareStacks(withPath("old"), withPath("new")).affected).toEqual([]);
  });

  it("compares the order of lists, but not the order of keys", () => {
    const base: ComparedStack[] = [{ id: "s", dependencies: [], configuration: { a: [1, 2], b: { x: 1, y: 2 } } }];
    const keys: ComparedStack[] = [{ id: "s", dependencies: [], configuration: { b: { y: 2, x: 1 }, a: [1, 2] } }];
    const list: ComparedStack[] = [{ id: "s", dependencies: [], configuration: { a: [2, 1], b: { x: 1, y: 2 } } }];
    expect(compareStacks(base, keys).affected).toEqual([]);
    expect(compareStacks(base, list).affected).toHaveLength(1);
  });
});
