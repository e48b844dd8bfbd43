import { ref, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";

export interface EphemeralResourceProps {
  /** Terraform type, e.g. `aws_secretsmanager_random_password`. */
  readonly type: string;
  /** Arguments by their Terraform names. They may refer to resources: while such a value is unknown, nothing is opened. */
  readonly config: Readonly<Record<string, string | number | boolean>>;
}

/**
 * A value that Terraform fetches anew in every plan and apply and writes into neither state nor plan. Only write-only
 * arguments and other ephemeral blocks may refer to it; Terraform refuses everything else.
 * https://developer.hashicorp.com/terraform/language/block/ephemeral
 *
 * CDKTF 0.21 has no class for the block: it goes into the stack as an override, under the name of this construct.
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

  /** A reference to one attribute. */
  attribute(name: string): string {
    return Token.asString(ref(`${this.address}.${name}`, TerraformStack.of(this)));
  }
}
