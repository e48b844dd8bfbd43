import type { Credentials } from "../shared/database/credentials";
import { type Rights, rightsOf } from "../shared/database/role-rights";
import { isSystemDatabase, type RoleSettings } from "../shared/database/role-settings";
import { LoggableError } from "../shared/loggable-error";

/**
 * Rights of the user of a secret that names a master secret. Undefined for other secrets, because a user cannot grant itself
 * anything.
 *
 * @throws LoggableError when the secret contradicts the roles
 */
export function userRights(secret: Credentials, roles: RoleSettings | undefined): Rights | undefined {
  const { username, databaseName, masterArn } = secret;
  const role = roles?.users.get(username);
  if (!roles || !role) {
    return masterArn ? ownerRights(databaseName) : undefined;
  }
  if (!masterArn) {
    throw new LoggableError(
      `masterarn in the new version must name the master user's secret, because DATABASE_ROLES lists ${username}`,
    );
  }
  if (!roles.databases.includes(databaseName)) {
    throw new LoggableError(
      `dbname in the new version must be one of DATABASE_ROLES's databases: ${roles.databases.join(", ")}`,
    );
  }
  return rightsOf(role, roles.databases);
}

function ownerRights(databaseName: string): Rights {
  if (isSystemDatabase(databaseName)) {
    throw new LoggableError("dbname in the new version must not be a database of MySQL itself");
  }
  return rightsOf("owner", [databaseName]);
}
