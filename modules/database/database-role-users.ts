import { Construct } from "constructs";
import type { ReadableSecret } from "../security/secret-access";
import { SecretRotation, type SecretRotationProps } from "../security/secret-rotation";
import { required } from "../shared/errors";
import type { DatabaseRole, GrantedRoles } from "./database-roles";
import { DatabaseUserSecret, type DatabaseUserSecretProps } from "./database-user-secret";

export interface DatabaseRoleUsersProps<Role extends DatabaseRole>
  extends GrantedRoles,
    Omit<DatabaseUserSecretProps, "name" | "description" | "username" | "databaseName" | "fields"> {
  /** Prefix of the secrets' names, e.g. `project-x-prod-aurora`. Each name ends with the role and `-user`. */
  readonly name: string;
  /** Roles that get a user. */
  readonly roles: readonly Role[];
}

type Secrets<Role extends DatabaseRole> = { readonly [Each in Role]: ReadableSecret };

/** Settings that all rotations have in common. */
export type RoleRotations = Omit<SecretRotationProps, "secretArn" | "rotateImmediately">;

/**
 * One database user for each role, each with a secret of its own. The first rotation of a secret creates the user.
 *
 * The first database is the one that a user's clients connect to. It is written to the secret once.
 */
export class DatabaseRoleUsers<Role extends DatabaseRole> extends Construct {
  /** Credentials of each role's user. */
  readonly secrets: Secrets<Role>;

  private readonly users: ReadonlyMap<Role, DatabaseUserSecret>;

  constructor(scope: Construct, id: string, props: DatabaseRoleUsersProps<Role>) {
    super(scope, id);
    this.users = new Map(props.roles.map((role) => [role, this.createSecret(role, props)]));
    const secrets: Partial<Secrets<DatabaseRole>> = Object.fromEntries(
      [...this.users].map(([role, { secret }]) => [role, secret]),
    );
    this.secrets = secrets as Secrets<Role>;
  }

  /** Rotates each secret at once, which creates the users, and then on a schedule. */
  rotate({ dependsOn = [], ...rotation }: RoleRotations): readonly SecretRotation[] {
    return [...this.users].map(
      ([role, { secret, firstVersion }]) =>
        new SecretRotation(this, `${role}-rotation`, {
          ...rotation,
          secretArn: secret.arn,
          dependsOn: [firstVersion, ...dependsOn],
        }),
    );
  }

  private createSecret(role: Role, { name, databases, ...props }: DatabaseRoleUsersProps<Role>): DatabaseUserSecret {
    const { kmsKeyArn, region, recoveryWindowInDays, endpoint, masterSecretArn } = props;
    return new DatabaseUserSecret(this, role, {
      // Ends with -user, because AWS advises against the six characters of -reader, see Secret.
      name: `${name}-${role}-user`,
      description: `Database user ${role}`,
      kmsKeyArn,
      region,
      recoveryWindowInDays,
      username: role,
      databaseName: required(databases, 0, "databases"),
      endpoint,
      masterSecretArn,
    });
  }
}
