import { Construct } from "constructs";
import { ensure } from "../shared/errors";
import { EphemeralResource } from "./ephemeral-resource";

export interface RandomPasswordProps {
  /** Characters. RDS for MySQL takes 8 to 41 for its master user (API reference, CreateDBInstance). @default 32 */
  readonly length?: number;
}

/** What RDS refuses in a master password, and the space, which CreateDBInstance takes but few clients expect. */
const EXCLUDED_CHARACTERS = `/@" `;

/**
 * A password that Secrets Manager makes up, another one in every plan and apply. It is worth something only where it is
 * written once: into a write-only argument whose version never changes.
 */
export class RandomPassword extends Construct {
  /** For write-only arguments. */
  readonly value: string;

  constructor(scope: Construct, id: string, { length = 32 }: RandomPasswordProps = {}) {
    super(scope, id);
    // GetRandomPassword itself takes up to 4096, and one character of each kind needs 4.
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
