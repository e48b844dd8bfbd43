import { LoggableError } from "../loggable-error";
import type { Rights } from "./role-rights";

/**
 * Privileges by the object that they apply to. An object is the text after ON in GRANT, e.g. `*.*`. The empty text stands
 * for roles of the server, whose members have the privileges of the role.
 */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** A session that can read and change the grants of every user. */
export interface Grantor {
  /** The objects of whole databases. */
  databaseObjects(names: readonly string[]): Promise<readonly string[]>;
  /** Grants of a user. Undefined when the user does not exist. */
  readGrants(username: string): Promise<Grants | undefined>;
  grant(username: string, object: string, privileges: readonly string[]): Promise<void>;
  revoke(username: string, object: string, privileges: readonly string[]): Promise<void>;
}

/** What was changed, one text for each statement. */
export interface GrantChanges {
  readonly granted: readonly string[];
  readonly revoked: readonly string[];
}

/** The first round changes, the second checks. On MySQL with `partial_revokes` the second may have to grant once more. */
const ROUNDS = 3;

/**
 * Brings the grants of a user to exactly these rights. Missing privileges are granted before others are revoked, so the user
 * keeps at every moment what it had and shall have. The work may stop after each statement and is completed when repeated.
 *
 * Connections of the user that are open keep revoked privileges: those on a database until they select a database, global
 * ones until they are closed (MySQL's reference manual, "When Privilege Changes Take Effect").
 *
 * @returns undefined when the user does not exist
 * @throws LoggableError when the server does not keep the grants
 */
export async function bringGrants(
  grantor: Grantor,
  username: string,
  rights: Rights,
): Promise<GrantChanges | undefined> {
  const objects = await grantor.databaseObjects(rights.databases);
  const wanted: Grants = new Map(objects.map((object) => [object, new Set(rights.privileges)]));
  const changes = { granted: [] as string[], revoked: [] as string[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const held = await grantor.readGrants(username);
    if (!held) {
      return undefined;
    }
    const [missing, surplus] = [without(wanted, held), without(held, wanted)];
    if (missing.length + surplus.length === 0) {
      return changes;
    }
    for (const [object, privileges] of missing) {
      await grantor.grant(username, object, privileges);
      changes.granted.push(describe(object, privileges));
    }
    for (const [object, privileges] of surplus) {
      await grantor.revoke(username, object, privileges);
      changes.revoked.push(describe(object, privileges));
    }
  }
  throw new LoggableError(
    `the database must keep the grants of ${username}, but it shows others after they were changed`,
  );
}

/** The privileges that `grants` has and `others` lacks. */
function without(grants: Grants, others: Grants): (readonly [string, readonly string[]])[] {
  return [...grants]
    .map(([object, privileges]) => {
      const known = others.get(object);
      return [object, [...privileges].filter((privilege) => !known?.has(privilege))] as const;
    })
    .filter(([, privileges]) => privileges.length > 0);
}

function describe(object: string, privileges: readonly string[]): string {
  return object === "" ? `role ${privileges.join(", ")}` : `${privileges.join(", ")} on ${object}`;
}
