import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { EphemeralResource } from "./ephemeral-resource";

export interface RandomPasswordProps {
  /** Characters, 8 to 4096. RDS for MySQL allows 8 to 41 for its master user (CreateDBInstance). @default 32 */
  readonly length?: number | undefined;
}

/** Characters that RDS refuses in a master password, and the space, which RDS allows but many clients do not. */
const EXCLUDED_CHARACTERS = `/@" `;

/**
 * A password that Secrets Manager generates, a new one in every plan and apply. Use it only for a write-only argument whose
 * version never changes: Terraform then writes it once.
 */
export class RandomPassword extends Construct {
  /** A reference to the password, for write-only arguments. */
  readonly value: string;

  constructor(scope: Construct, id: string, { length = 32 }: RandomPasswordProps = {}) {
    super(scope, id);
    // 4096 is the limit of GetRandomPassword. 8 is the shortest password that RDS accepts.
    ensure(length >= 8 && length <= 4096, "length", "be from 8 to 4096", length);
    const password = new EphemeralResource(this, "Resource", {
      type: "aws_secretsmanager_random_password",
      config: {
        password_length: length,
        exclude_characters: EXCLUDED_CHARACTERS,
        require_each_included_type: true,
      },
    });
    this.value = password.attribute("random_password");
  }
}
