/**
 * The arguments of a resource. They have no types, because tests compare them with literals.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Attributes = Readonly<Record<string, any>>;

/** One resource of a synthesized stack. */
export interface Resource {
  readonly type: string;
  /** Terraform address, e.g. `aws_vpc.vpc_1A2B3C4D`. */
  readonly address: string;
  /** Construct path below the stack without the trailing `Resource`, e.g. `hosts/security-group`. */
  readonly path: string;
  readonly attributes: Attributes;
}

/**
 * The resource with the given name. A name is an address, a construct path, the end of a path, or another part of a path, in whole
 * segments. An exact path has priority over an end, and an end over a part: `mysql` is `mysql`, even if `mysql/role` exists.
 *
 * @throws Error when no resource or several resources match
 */
export function pick(resources: readonly Resource[], name: string, wanted: string): Resource {
  const part = `/${name}/`;
  const fits: ((resource: Resource) => boolean)[] = [
    ({ address, path }) => address === name || path === name,
    ({ path }) => `/${path}/`.endsWith(part),
    ({ path }) => `/${path}/`.includes(part),
  ];
  for (const fit of fits) {
    const [found, ...others] = resources.filter(fit);
    if (found && others.length > 0) {
      throw new Error(`"${name}" means several ${wanted}:\n${list([found, ...others])}`);
    }
    if (found) {
      return found;
    }
  }
  throw new Error(`no ${wanted} is called "${name}"; there are:\n${list(resources)}`);
}

/** One line per resource. */
export function list(resources: readonly Resource[]): string {
  return resources.map(({ address, path }) => `  ${path} (${address})`).join("\n") || "  none";
}
