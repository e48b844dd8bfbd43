/** The parts of a CPU profile of V8 that are read. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Time of one owner of code. */
export interface Share {
  readonly owner: string;
  readonly milliseconds: number;
}

/**
 * Time of a profile by owner of the code, largest first. Built-in functions belong to their caller. V8's own work has the owners
 * `(garbage collector)` and `(program)`. Idle time is not included.
 */
export function shares(profile: CpuProfile): Share[] {
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const ownerOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName = "", url = "" } = byId.get(at)?.callFrame ?? {};
      if (url !== "" || functionName.startsWith("(")) {
        return owner(url, functionName);
      }
    }
    return "(program)";
  };
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const name = ownerOf(id);
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000);
  }
  times.delete("(idle)");
  return [...times]
    .map(([name, milliseconds]) => ({ owner: name, milliseconds }))
    .sort((one, other) => other.milliseconds - one.milliseconds);
}

/** The owner of a function: a package, Node's module loader, the rest of Node, or Tierra. */
function owner(url: string, functionName: string): string {
  if (url === "") {
    return functionName === "(root)" ? "(program)" : functionName;
  }
  if (url.startsWith("node:")) {
    return /^node:internal\/modules|^node:vm/.test(url)
      ? "Node: finds and compiles modules"
      : "Node: files and the rest";
  }
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  return name ?? "Tierra's sources";
}
