import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformElement, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { SCRATCH } from "../../tools/shared/repository";

// biome-ignore lint/suspicious/noExplicitAny: a Terraform configuration has no type, like Attributes
export type Configuration = Readonly<Record<string, any>>;

/** A stack as Terraform reads it. */
export interface Synthesized {
  readonly id: string;
  /** The `cdk.tf.json` without its metadata. */
  readonly configuration: Configuration;
  /** Construct path below the stack, by logical id. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Ignored by git. CDKTF creates an empty folder in it. It writes stacks only in `app.synth`, which tests do not call. */
const OUTPUT = join(SCRATCH, "test-app");

/** An app whose stacks are never written. */
export function testApp(): App {
  mkdirSync(OUTPUT, { recursive: true });
  return Testing.app({ outdir: OUTPUT });
}

/** A stack with an AWS provider and the constructs that `build` adds. */
export function stackOf(build: (scope: Construct) => void): TerraformStack {
  const stack = new TerraformStack(testApp(), "test");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  build(stack);
  return stack;
}

/**
 * Synthesizes every stack of an app, validations included, in the order of their construction.
 *
 * @throws Error with every failed validation of a stack
 */
export function synthesizeApp(app: App): Synthesized[] {
  const stacks = app.node.findAll().filter(TerraformStack.isStack) as TerraformStack[];
  // Adds the outputs that other stacks read, before the first stack is rendered.
  for (const stack of stacks) {
    stack.prepareStack();
  }
  return stacks.map((stack) => ({
    id: stack.node.id,
    configuration: JSON.parse(Testing.synth(stack, true)) as Configuration,
    paths: pathsOf(stack),
  }));
}

/** Synthesizes one stack of an app. */
export function synthesizeStack(stack: TerraformStack): Synthesized {
  const found = synthesizeApp(App.of(stack)).find(({ id }) => id === stack.node.id);
  if (!found) {
    throw new Error(`${stack.node.path} must be a direct child of its app`);
  }
  return found;
}

function pathsOf(stack: TerraformStack): Map<string, string> {
  const prefix = `${stack.node.path}/`;
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement) as TerraformElement[];
  return new Map(elements.map(({ friendlyUniqueId, node }) => [friendlyUniqueId, node.path.slice(prefix.length)]));
}
