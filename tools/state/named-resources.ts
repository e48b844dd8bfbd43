import type { TerraformConfiguration } from "../shared/synthesize";

/** A resource whose name is in the configuration. It can be found without a state. */
export interface NamedResource {
  /** Address in the configuration, e.g. `aws_s3_bucket.state_EC29AD4A`. */
  readonly address: string;
  /** ID for `terraform import`. */
  readonly id: string;
}

/** Types whose import ID is an argument. The other resources of the stack are settings of these, and can be created again. */
const NAME_ARGUMENTS: Readonly<Record<string, string>> = { aws_s3_bucket: "bucket", aws_kms_alias: "name" };

/** The resources of a stack whose creation fails if they already exist. */
export function namedResources({ resource = {} }: TerraformConfiguration): NamedResource[] {
  return Object.entries(NAME_ARGUMENTS).flatMap(([type, argument]) =>
    Object.entries(resource[type] ?? {}).map(([name, body]) => ({
      address: `${type}.${name}`,
      id: String((body as Record<string, unknown>)[argument]),
    })),
  );
}
