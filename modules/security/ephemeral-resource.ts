import { ref, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";

export interface EphemeralResourceProps {
  /** Terraform type, e.g. `aws_secretsmanager_random_password`. */
  readonly type: string;
  /**
   * Arguments by their Terraform names. They may refer to resources. While such a value is unknown, Terraform does not open the
   * ephemeral resource.
   */
  readonly config: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A value that Terraform reads again in every plan and apply, and writes to neither the state nor the plan. Only write-only
 * arguments and other ephemeral blocks may refer to it. Terraform refuses any other reference.
 * https://developer.hashicorp.com/terraform/language/block/ephemeral
 *
 * CDKTF 0.21 has no class for the block. This construct adds it to the stack as an override, under its own name.
 */
export class EphemeralResource extends Construct {
  private readonly address: string;

  constructor(scope: Construct, id: string, { type, config }: EphemeralResourceProps) {
    super(scope, id);
    const stack = TerraformStack.of(this);
    const name = stack.getLogicalId(this.node);
    this.address = `ephemeral.${type}.${name}`;
    stack.addOverride(this.address, config);
  }

  /** A reference to one attribute, by the attribute's Terraform name. */
  attribute(name: string): string {
    return Token.asString(ref(`${this.address}.${name}`, TerraformStack.of(this)));
  }
}
