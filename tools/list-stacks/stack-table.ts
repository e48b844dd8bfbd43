import { LINE_WIDTH, shortened, wrapped } from "../shared/lines";
import { type SizedStack, type StackGroup, stateOf } from "./stack-groups";

/** Columns of the longest name. Longer names are shortened in their middle. */
const NAME_LIMIT = 60;
const HEADER = ["stack", "resources", "needs"] as const;

/** A row: name, number of resources, and stacks to deploy first. */
type Row = readonly [name: string, resources: string, needs: readonly string[]];

/**
 * The stacks by environment and architecture, in the order of deployment, each with its number of resources and the stacks that
 * it needs. A stack of the same architecture is named by its last words: `network` for `dev-three-tier-network`.
 *
 * @returns lines of at most 100 columns. `...` replaces the middle of a name of more than 60 columns
 */
export function stackTable(groups: readonly StackGroup[]): string {
  const environments = [...new Set(groups.map(({ environment }) => environment))];
  const rows = environments.flatMap((name) => {
    const own = groups.filter(({ environment }) => environment === name);
    return [
      total(
        name,
        own.flatMap(({ stacks }) => stacks),
      ),
      ...own.flatMap(groupRows),
    ];
  });
  const names = Math.max(HEADER[0].length, ...rows.map(([name]) => name.length));
  const needsWidth = LINE_WIDTH - names - HEADER[1].length - 4;
  const line = (name: string, resources: string, needs: string) =>
    `${name.padEnd(names)}  ${resources.padStart(HEADER[1].length)}  ${needs}`.trimEnd();
  return [
    line(...HEADER),
    line("-".repeat(names), "-".repeat(HEADER[1].length), "-".repeat(longest(rows, needsWidth))),
    ...rows.flatMap(([name, resources, needs]) => {
      const [first = "", ...rest] = wrapped(needs, needsWidth);
      return [line(name, resources, first), ...rest.map((more) => line("", "", more))];
    }),
  ].join("\n");
}

/** `31 stacks, 1246 resources`. */
export function countsOf(stacks: readonly SizedStack[]): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  return `${plural(stacks.length, "stack")}, ${plural(resources, "resource")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function groupRows(group: StackGroup): Row[] {
  if (group.name === stateOf(group.environment)) {
    return group.stacks.map((stack) => row(stack, group, 1));
  }
  return [total(`  ${group.name}`, group.stacks), ...group.stacks.map((stack) => row(stack, group, 2))];
}

function total(name: string, stacks: readonly SizedStack[]): Row {
  const count = ` (${plural(stacks.length, "stack")})`;
  return [
    shortened(name, NAME_LIMIT - count.length) + count,
    String(stacks.reduce((sum, { resources }) => sum + resources, 0)),
    [],
  ];
}

function row({ id, resources, needs }: SizedStack, { name, environment }: StackGroup, level: number): Row {
  const prefix = `${name}-`;
  const short = needs.map((need) => (need.startsWith(prefix) ? need.slice(prefix.length) : need));
  const state = stateOf(environment);
  const all = id === state || short.length > 0 ? short : [state];
  const indent = "  ".repeat(level);
  return [indent + shortened(id, NAME_LIMIT - indent.length), String(resources), all];
}

function longest(rows: readonly Row[], width: number): number {
  return Math.max(
    HEADER[2].length,
    ...rows.flatMap(([, , needs]) => wrapped(needs, width)).map(({ length }) => length),
  );
}
