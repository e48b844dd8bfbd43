import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../shared/usage-error";

/** A resource of the AWS provider, from its type declarations. */
export interface ProviderResource {
  /** Terraform type, e.g. `aws_sqs_queue`. */
  readonly type: string;
  /** Folder below `@cdktf/provider-aws/lib`, e.g. `sqs-queue`. */
  readonly folder: string;
  /** Class, e.g. `SqsQueue`. */
  readonly className: string;
  /** The arguments that Terraform requires, with their TypeScript types. */
  readonly required: readonly { readonly name: string; readonly type: PlainType }[];
  /** True if the resource has an ARN. */
  readonly hasArn: boolean;
}

export type PlainType = "string" | "number" | "boolean" | "string[]" | "number[]";

const LIBRARY = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");

/** Types that a generated module supports, by their text in the declarations. */
const PLAIN_TYPES: Readonly<Record<string, PlainType>> = {
  string: "string",
  number: "number",
  "boolean | cdktf.IResolvable": "boolean",
  "string[]": "string[]",
  "number[]": "number[]",
};

/**
 * Reads a resource's class, required arguments and attributes.
 *
 * @param type Terraform type with or without the prefix `aws_`
 * @throws UsageError when the provider has no such resource, or when it requires an argument that is a block
 */
export function readResource(type: string): ProviderResource {
  const short = type.replace(/^aws_/, "");
  const folder = short.replaceAll("_", "-");
  const file = join(LIBRARY, folder, "index.d.ts");
  if (!/^[a-z0-9_]+$/.test(short) || !existsSync(file)) {
    throw new UsageError(
      `--resource must be a resource of the AWS provider, e.g. aws_sqs_queue, got ${JSON.stringify(type)}`,
    );
  }
  const text = readFileSync(file, "utf8");
  const className = text.match(/export declare class (\w+) extends cdktf\.TerraformResource/)?.[1];
  const config = text.match(/export interface \w+ extends cdktf\.TerraformMetaArguments \{([\s\S]*?)\n\}/)?.[1];
  if (className === undefined || config === undefined) {
    throw new UsageError(`--resource must be a resource of the AWS provider, got "${type}", which is not a resource`);
  }
  const required = [...config.matchAll(/^ {4}readonly (\w+): ([^;]+);/gm)].map(([, name = "", declared = ""]) => {
    const plain = PLAIN_TYPES[declared];
    if (plain === undefined) {
      throw new UsageError(
        `--resource must require plain values only, got "${type}", which requires the block ${name}; create its module manually`,
      );
    }
    return { name, type: plain };
  });
  return { type: `aws_${short}`, folder, className, required, hasArn: /\n {4}get arn\(\): string;/.test(text) };
}
