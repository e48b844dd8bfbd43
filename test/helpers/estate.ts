import type { Environment } from "../../config/schema";
import type { Attributes, Resource } from "./resource";
import type { Template } from "./template";

/** A resource and the stack that it stands in. */
export interface Found extends Resource {
  readonly stack: Template;
}

/** Several stacks as one whole: references lead from one to the other. */
export class Estate {
  readonly stacks: readonly Template[];
  /** What the stacks were composed from; empty for stacks without a configuration. */
  readonly environments: readonly Environment[];
  private readonly byId: ReadonlyMap<string, Template>;

  constructor(stacks: readonly Template[], environments: readonly Environment[] = []) {
    this.stacks = stacks;
    this.environments = environments;
    this.byId = new Map(stacks.map((stack) => [stack.id, stack]));
  }

  /** Every resource of a type, or of several. */
  resources(...types: readonly string[]): Found[] {
    return this.stacks.flatMap((stack) =>
      stack.resources.filter(({ type }) => types.includes(type)).map((resource) => ({ ...resource, stack })),
    );
  }

  /**
   * The resource that a text refers to as a whole, `${aws_vpc.vpc_1A2B3C4D.id}`, through other stacks' outputs where it leads
   * there. Undefined for literals, expressions, and references out of these stacks.
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

/** Region of a resource: that of its provider. */
export function regionOf({ stack, attributes }: Found): string {
  const alias = /^aws\.(.+)$/.exec(attributes.provider ?? "")?.[1];
  return stack.provider("aws", alias).region;
}

/** A nested block as a list: CDKTF writes a block that can be there once as an object, others as a list. */
export function blocks(value: Attributes | readonly Attributes[] | undefined): readonly Attributes[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Attributes];
}
