import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Capture } from "./capture";
import { checkedExpectation } from "./expected";
import { type Attributes, list, pick, type Resource } from "./resource";
import { type Peer, type Protocol, SecurityGraph } from "./security-graph";
import { difference, distance, matches } from "./subset";
import { type Configuration, type Synthesized, stackOf, synthesizeStack } from "./synth";

/** Attributes that a resource must have. It may have others; see {@link matches}. A {@link Capture} captures an attribute. */
export type Subset = Readonly<Record<string, unknown>>;

/**
 * A synthesized stack, with queries for tests. References are Terraform's texts, e.g. `${aws_vpc.vpc_1A2B3C4D.id}`.
 * {@link Template.ref} returns such a text.
 *
 * To test that an attribute is not set, use the result: `expect(t.one(type)).not.toHaveProperty("key_name")`.
 */
export class Template {
  /** Stack id. */
  readonly id: string;
  /** The whole `cdk.tf.json` without metadata. */
  readonly json: Configuration;
  /** Every resource, by type and then in the order of the addresses. */
  readonly resources: readonly Resource[];
  /** Every data source. The types have the prefix `data.`. */
  readonly dataSources: readonly Resource[];

  constructor({ id, configuration, paths }: Synthesized) {
    this.id = id;
    this.json = configuration;
    this.resources = resourcesIn(configuration.resource, paths);
    this.dataSources = resourcesIn(configuration.data, paths, "data.");
  }

  /**
   * A new stack with an AWS provider for eu-west-1 and the constructs that `build` adds. Share it in a `describe`: each call is a
   * synthesis.
   *
   * @throws Error with every failed validation
   */
  static of(build: (scope: Construct) => void): Template {
    return Template.fromStack(stackOf(build));
  }

  /** An existing stack. */
  static fromStack(stack: TerraformStack): Template {
    return new Template(synthesizeStack(stack));
  }

  /** The security groups of several stacks as one graph. References between the stacks are followed. */
  static join(...templates: readonly Template[]): SecurityGraph {
    return new SecurityGraph(templates);
  }

  /** Attributes of the only resource of `type` that matches. Fails if none or several match. */
  one(type: string, subset: Subset = {}): Attributes {
    const [found, ...others] = this.matching(type, subset);
    if (found && others.length > 0) {
      throw new Error(`expected one ${asked(type, subset)}, found ${others.length + 1}:\n${list([found, ...others])}`);
    }
    return found ? (captured([found], subset)[0] ?? {}) : this.failFor(type, subset, "expected one");
  }

  /** Attributes of every resource of `type`. Fails if there is none, or if one does not match. */
  all(type: string, subset: Subset = {}): Attributes[] {
    const resources = this.ofType(type);
    checkedExpectation(subset);
    if (resources.length === 0) {
      this.failFor(type, subset, "expected every");
    }
    const failures = resources.flatMap((resource) => {
      const diff = difference(resource.attributes, subset);
      return diff ? [`${list([resource])}:\n${diff}`] : [];
    });
    if (failures.length > 0) {
      throw new Error(`${failures.length} of ${resources.length} ${type} do not match:\n${failures.join("\n\n")}`);
    }
    return captured(resources, subset);
  }

  /** Attributes of the resources of `type` that match. Fails if none matches. */
  some(type: string, subset: Subset): Attributes[] {
    const found = this.matching(type, subset);
    if (found.length === 0) {
      this.failFor(type, subset, "expected some");
    }
    return captured(found, subset);
  }

  /** Fails if a resource of `type` matches. */
  none(type: string, subset: Subset = {}): void {
    const found = this.matching(type, subset);
    if (found.length > 0) {
      throw new Error(`expected no ${asked(type, subset)}, found ${found.length}:\n${list(found)}`);
    }
  }

  /** Fails unless exactly `count` resources of `type` exist. */
  count(type: string, count: number): void {
    const found = this.ofType(type);
    if (found.length !== count) {
      throw new Error(`expected ${count} ${type}, found ${found.length}:\n${list(found)}`);
    }
  }

  /** The value of an output. Fails if there is no such output. */
  output(name: string): unknown {
    const outputs = this.json.output ?? {};
    if (!(name in outputs)) {
      throw new Error(`no output is called "${name}"; there are: ${Object.keys(outputs).join(", ") || "none"}`);
    }
    return outputs[name].value;
  }

  /** Type and arguments of the backend, e.g. `{ s3: { bucket, key } }`. */
  get backend(): Attributes {
    return this.json.terraform?.backend ?? {};
  }

  /** Arguments of the AWS provider with this alias, or of the default provider. */
  provider(type = "aws", alias?: string): Attributes {
    const providers: Attributes[] = this.json.provider?.[type] ?? [];
    const found = providers.find((provider) => provider.alias === alias);
    if (!found) {
      const aliases = providers.map((provider) => provider.alias ?? "(default)").join(", ") || "none";
      throw new Error(
        `no ${type} provider ${alias ? `has the alias "${alias}"` : "is the default"}; there are: ${aliases}`,
      );
    }
    return found;
  }

  /** The resource of `type` with an address, a construct path or a part of a path. Without a name, the only resource of `type`. */
  resource(type: string, name?: string): Resource {
    const candidates = type.startsWith("data.") ? this.dataSources : this.resources;
    const resources = candidates.filter((resource) => resource.type === type);
    if (name !== undefined) {
      return pick(resources, name, type);
    }
    const [only, ...others] = resources;
    if (!only || others.length > 0) {
      throw new Error(`expected one ${type}, found ${resources.length}:\n${list(resources)}`);
    }
    return only;
  }

  /** Terraform address, e.g. `aws_vpc.vpc_1A2B3C4D`. */
  address(type: string, name?: string): string {
    return this.resource(type, name).address;
  }

  /** The text of a reference: `ref("aws_vpc", "network/vpc")` is `${aws_vpc.network_vpc_1A2B3C4D.id}`. */
  ref(type: string, name?: string, attribute = "id"): string {
    return `\${${this.address(type, name)}.${attribute}}`;
  }

  /** True if security-group rules allow connections from `from` to `to`; see {@link SecurityGraph.reaches}. */
  reaches(from: Peer, to: Peer, port: number, protocol: Protocol = "tcp"): boolean {
    return Template.join(this).reaches(from, to, port, protocol);
  }

  private ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  private matching(type: string, subset: Subset): Resource[] {
    // Also if there is no resource to compare.
    checkedExpectation(subset);
    return this.ofType(type).filter(({ attributes }) => matches(attributes, subset));
  }

  private failFor(type: string, subset: Subset, expectation: string): never {
    const resources = this.ofType(type);
    if (resources.length === 0) {
      throw new Error(`${expectation} ${type}, found none; there are: ${this.inventory()}`);
    }
    const [nearest] = resources
      .map((resource) => ({ resource, diff: difference(resource.attributes, subset) ?? "" }))
      .sort((one, other) => distance(one.diff) - distance(other.diff));
    throw new Error(
      `${expectation} ${asked(type, subset)}, none of ${resources.length} does; the nearest is` +
        `\n${list(nearest ? [nearest.resource] : [])}\n${nearest?.diff}`,
    );
  }

  private inventory(): string {
    const types = [...new Set(this.resources.map(({ type }) => type))].sort();
    return types.map((type) => `${type} (${this.ofType(type).length})`).join(", ") || "no resources at all";
  }
}

/** The attributes of the resources that match. Captures record their values. */
function captured(resources: readonly Resource[], subset: Subset): Attributes[] {
  return resources.map(({ attributes }) => {
    Capture.record(attributes, subset);
    return attributes;
  });
}

function asked(type: string, subset: Subset): string {
  return Object.keys(subset).length === 0 ? type : `${type} that matches`;
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

function resourcesIn(blocks: Blocks = {}, paths: Synthesized["paths"] = new Map(), prefix = ""): Resource[] {
  return Object.entries(blocks).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([logicalId, attributes]) => ({
      type: `${prefix}${type}`,
      address: `${prefix}${type}.${logicalId}`,
      path: (paths.get(logicalId) ?? logicalId).replace(/\/Resource$/, ""),
      attributes,
    })),
  );
}
