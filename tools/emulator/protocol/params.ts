/** The parameters of a request as a tree, independent of the protocol. */
export interface Params {
  [name: string]: Param | undefined;
}
export type Param = string | number | boolean | null | Params | Param[];

/**
 * Converts a form of the query protocol to a tree: `Tags.member.1.Key=a` becomes `{Tags: [{Key: "a"}]}`.
 * RDS and EC2 use other element names (`Tags.Tag.1.Key`). The tree then contains the name: `{Tags: {Tag: [...]}}`.
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

/** The text at a path, or undefined. Numbers and Booleans of JSON are converted to text. */
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

/** The list at a path, or an empty list. */
export function list(params: Param | undefined, ...path: string[]): Param[] {
  const found = at(params, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text items of a list, without all others. */
export function texts(params: Param | undefined, ...path: string[]): string[] {
  return list(params, ...path).filter((one): one is string => typeof one === "string");
}

function emptyAt(parent: Params, step: string): Params {
  const made: Params = {};
  parent[step] = made;
  return made;
}

/** Converts numbered children to a list, in the order of their numbers. Removes a `member` level around a list. */
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
