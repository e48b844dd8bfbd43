import type { Environment } from "../../config/schema";
import type { Attributes, Resource } from "./resource";
import type { Template } from "./template";

/** A resource with its stack. */
export interface Found extends Resource {
  readonly stack: Template;
}

/** Several stacks together, so that references between them can be followed. */
export class Estate {
  readonly stacks: readonly Template[];
  /** The environments of the stacks. Empty for stacks without a configuration. */
  readonly environments: readonly Environment[];
  private readonly byId: ReadonlyMap<string, Template>;

  constructor(stacks: readonly Template[], environments: readonly Environment[] = []) {
    this.stacks = stacks;
    this.environments = environments;
    this.byId = new Map(stacks.map((stack) => [stack.id, stack]));
  }

  /** Every resource of one or several types. */
  resources(...types: readonly string[]): Found[] {
    return this.stacks.flatMap((stack) =>
      stack.resources.filter(({ type }) => types.includes(type)).map((resource) => ({ ...resource, stack })),
    );
  }

  /**
   * The resource that a text refers to, e.g. `${aws_vpc.vpc_1A2B3C4D.id}`, directly or through outputs of other stacks. Undefined for
   * literals, expressions, and references to stacks that are not here.
   */
  follow(stack: Template, text: unknown): Found | undefined {
    const [, address, output] = REFERENCE.exec(String(text)) ?? [];
    const remote = address && REMOTE.exec(address)?.[1];
    if (remote) {
      const origin = this.byId.get(remote);
      return origin && this.follow(origin, origin.json.output?.[output ?? ""]?.value);
    }
    const resource = stack.resources.find((candidate) => candidate.address === address);
    return resource && { ...resource, stack };
  }
}

const REFERENCE = /^\$\{((?:data\.)?\w+\.[\w-]+)\.(?:outputs\.)?([\w-]+)\}$/;
const REMOTE = /^data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)$/;

/** Region of a resource's provider. */
export function regionOf({ stack, attributes }: Found): string {
  const alias = /^aws\.(.+)$/.exec(attributes.provider ?? "")?.[1];
  return stack.provider("aws", alias).region;
}

/** A nested block as a list. CDKTF writes a block that can occur once as an object, and other blocks as a list. */
export function blocks(value: Attributes | readonly Attributes[] | undefined): readonly Attributes[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Attributes];
}
