import type { Construct } from "constructs";
import { SecretRotation } from "../../security/secret-rotation";
import type { DatabaseRoleUsers, RoleRotations } from "../database-role-users";
import type { DatabaseEndpoint, DatabaseUserSecret } from "../database-user-secret";
import type { MasterSecret } from "../master-secret";

interface MysqlRotationsProps extends RoleRotations {
  /** Address of the writer. */
  readonly endpoint: DatabaseEndpoint;
  /** Secret of the master user, unless RDS rotates it. */
  readonly master: MasterSecret | undefined;
  /** Secret of the application. */
  readonly application: DatabaseUserSecret;
  /** Users that have a role. */
  readonly people: DatabaseRoleUsers<"reader">;
}

/**
 * Creates the rotations of a database's secrets.
 *
 * The secrets of application and people are rotated at once, which creates their users with the master user's credentials. The
 * master password is new, so its first rotation comes after the first interval. Until then, Secrets Manager runs the test step only,
 * which needs the address. So the master secret must be complete.
 */
export function createMysqlRotations(
  scope: Construct,
  { endpoint, master, application, people, ...settings }: MysqlRotationsProps,
): void {
  const dependsOn = master ? [master.complete(endpoint)] : [];
  const rotation = { ...settings, dependsOn };
  if (master) {
    const { arn: secretArn } = master.secret;
    new SecretRotation(scope, "master-rotation", { ...rotation, secretArn, rotateImmediately: false });
  }
  new SecretRotation(scope, "application-rotation", {
    ...rotation,
    secretArn: application.secret.arn,
    dependsOn: [application.firstVersion, ...dependsOn],
  });
  people.rotate(rotation);
}
