/** Parameters of a request as a tree, for every protocol. */
export interface Params {
  [name: string]: Param | undefined;
}
export type Param = string | number | boolean | null | Params | Param[];

/**
 * The tree behind a form of the query protocol: `Tags.member.1.Key=a` becomes `{Tags: [{Key: "a"}]}`.
 * RDS and EC2 name their list elements otherwise (`Tags.Tag.1.Key`): the name then stays, `{Tags: {Tag: [...]}}`.
 */
export function paramsOfForm(form: URLSearchParams): Params {
  const root: Params = {};
  for (const [key, value] of form) {
    const path = key.split(".");
    const leaf = path.pop();
    if (leaf === undefined) {
      continue;
    }
    let at = root;
    for (const step of path) {
      const below = at[step];
      at = isTree(below) ? below : emptyAt(at, step);
    }
    at[leaf] = value;
  }
  return withLists(root) as Params;
}

export function isTree(value: Param | undefined): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text at a path, or undefined. Query parameters are always text, and JSON values are converted to text. */
export function text(params: Param | undefined, ...path: string[]): string | undefined {
  const found = at(params, ...path);
  return typeof found === "string"
    ? found
    : typeof found === "number" || typeof found === "boolean"
      ? `${found}`
      : undefined;
}

export function at(params: Param | undefined, ...path: string[]): Param | undefined {
  let found = params;
  for (const step of path) {
    found = isTree(found) ? found[step] : undefined;
  }
  return found;
}

/** The list at a path; empty where there is none. */
export function list(params: Param | undefined, ...path: string[]): Param[] {
  const found = at(params, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a list; values of other types are omitted. */
export function texts(params: Param | undefined, ...path: string[]): string[] {
  return list(params, ...path).filter((one): one is string => typeof one === "string");
}

function emptyAt(parent: Params, step: string): Params {
  const made: Params = {};
  parent[step] = made;
  return made;
}

/** Turns children with numbers as names into a list, in the order of the numbers. Removes the element `member` around a list. */
function withLists(node: Param): Param {
  if (!isTree(node)) {
    return node;
  }
  const entries = Object.entries(node).map(([name, value]): [string, Param] => [name, withLists(value ?? null)]);
  if (entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
  }
  const only = entries[0];
  if (entries.length === 1 && only?.[0] === "member" && Array.isArray(only[1])) {
    return only[1];
  }
  return Object.fromEntries(entries);
}
