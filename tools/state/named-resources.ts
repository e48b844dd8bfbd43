import type { TerraformConfiguration } from "../shared/synthesize";

/** A resource that AWS knows by a name that the configuration gives, so that it can be found again without a state. */
export interface NamedResource {
  /** Address in the configuration, e.g. `aws_s3_bucket.state_EC29AD4A`. */
  readonly address: string;
  /** What `terraform import` takes. */
  readonly id: string;
}

/** Types whose import id is one of their arguments. Everything else of the stack is a setting of these, and can be set twice. */
const NAME_ARGUMENTS: Readonly<Record<string, string>> = { aws_s3_bucket: "bucket", aws_kms_alias: "name" };

/** The resources of a stack whose creation fails when they exist already. */
export function namedResources({ resource = {} }: TerraformConfiguration): NamedResource[] {
  return Object.entries(NAME_ARGUMENTS).flatMap(([type, argument]) =>
    Object.entries(resource[type] ?? {}).map(([name, body]) => ({
      address: `${type}.${name}`,
      id: String((body as Record<string, unknown>)[argument]),
    })),
  );
}
