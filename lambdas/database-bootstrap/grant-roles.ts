import { bringGrants, type Grantor } from "../shared/database/grants";
import { rightsOf } from "../shared/database/role-rights";
import type { RoleSettings } from "../shared/database/role-settings";

/** The master user's session. */
export interface MasterSession extends Grantor {
  lock(username: string): Promise<void>;
  unlock(username: string): Promise<void>;
}

/** Names of the users by what happened to their grants. */
export interface GrantedUsers {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Users that do not exist yet. The first rotation of their secret creates them with their grants. */
  readonly missing: readonly string[];
}

/** Brings the grants of the existing users to those of their roles. A rotation of the same user waits meanwhile. */
export async function grantRoles(session: MasterSession, { databases, users }: RoleSettings): Promise<GrantedUsers> {
  const outcome = { changed: [] as string[], unchanged: [] as string[], missing: [] as string[] };
  for (const [username, role] of users) {
    await session.lock(username);
    const changes = await bringGrants(session, username, rightsOf(role, databases));
    // A failure closes the connection, which releases the lock.
    await session.unlock(username);
    if (!changes) {
      outcome.missing.push(username);
    } else {
      const count = changes.granted.length + changes.revoked.length;
      outcome[count > 0 ? "changed" : "unchanged"].push(username);
    }
  }
  return outcome;
}
