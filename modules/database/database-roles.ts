import { ensure } from "../shared/errors";

/** Role of a database user. The user has the name of its role. */
export type DatabaseRole = "migrator" | "api" | "reader";

/** All roles: structure and data, data, and reading. `lambdas/shared/database/role-rights.ts` has their privileges. */
export const DATABASE_ROLES: readonly DatabaseRole[] = ["migrator", "api", "reader"];

/** Roles that have a user, and the databases on which each of them has its privileges. */
export interface GrantedRoles {
  /** Names of the databases, at least one. */
  readonly databases: readonly string[];
  /** Roles that have a user. */
  readonly roles: readonly DatabaseRole[];
}

/** The environment variable of the functions that create users and grants. It contains names only. */
export function rolesEnvironment({ databases, roles }: GrantedRoles): { readonly DATABASE_ROLES: string } {
  const users = Object.fromEntries(roles.map((role) => [role, role]));
  return { DATABASE_ROLES: JSON.stringify({ databases, users }) };
}

/**
 * Checks the name of a user without a role. MySQL distinguishes upper and lower case in users' names, but people do not.
 *
 * @param field names the user in the error, e.g. `masterUsername`
 * @throws Error when the user has the name of a role
 */
export function checkWithoutRole(field: string, username: string, roles: readonly DatabaseRole[]): void {
  ensure(
    !roles.some((role) => role === username.toLowerCase()),
    field,
    `not be one of ${roles.join(", ")}`,
    username,
    "these database users have roles",
  );
}
