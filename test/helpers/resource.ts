/**
 * What Terraform is told about a resource. Untyped on purpose: a test compares attributes with literals, and the
 * comparison says more than a type could.
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
 * The one resource that `name` means: its address, its construct path, or the end or any other part of that path in
 * whole segments. An exact path wins over an end, an end over a part, so that `mysql` means `mysql` where `mysql/role` exists.
 *
 * @throws Error when none or several fit
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
