import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformElement, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import { SCRATCH } from "../../tools/shared/repository";

// biome-ignore lint/suspicious/noExplicitAny: a Terraform configuration has no type of its own, as Attributes have none
export type Configuration = Readonly<Record<string, any>>;

/** A stack as Terraform gets it. */
export interface Synthesized {
  readonly id: string;
  /** The `cdk.tf.json` without its metadata. */
  readonly configuration: Configuration;
  /** Construct path below the stack, by logical id. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Ignored by git. CDKTF makes an empty folder in it, and writes no more while a stack is only looked at. */
const OUTPUT = join(SCRATCH, "test-app");

/** An app for stacks that are looked at and never written. */
export function testApp(): App {
  mkdirSync(OUTPUT, { recursive: true });
  return Testing.app({ outdir: OUTPUT });
}

/** A stack with an AWS provider and whatever `build` adds. */
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
  // What a stack reads of another one is among the other's outputs, whichever of the two is rendered first.
  for (const stack of stacks) {
    stack.prepareStack();
  }
  return stacks.map((stack) => ({
    id: stack.node.id,
    configuration: JSON.parse(Testing.synth(stack, true)) as Configuration,
    paths: pathsOf(stack),
  }));
}

/** Synthesizes one stack, alone or beside others in its app. */
export function synthesizeStack(stack: TerraformStack): Synthesized {
  const found = synthesizeApp(App.of(stack)).find(({ id }) => id === stack.node.id);
  if (!found) {
    throw new Error(`${stack.node.path} must stand directly in its app`);
  }
  return found;
}

function pathsOf(stack: TerraformStack): Map<string, string> {
  const prefix = `${stack.node.path}/`;
  const elements = stack.node.findAll().filter(TerraformElement.isTerraformElement) as TerraformElement[];
  return new Map(elements.map(({ friendlyUniqueId, node }) => [friendlyUniqueId, node.path.slice(prefix.length)]));
}
