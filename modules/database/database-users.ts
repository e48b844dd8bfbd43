import { ensure } from "../shared/errors";

/** The default name of the master user. */
export const MASTER_USERNAME = "project_x_user";

/** Names of the two database users. */
export interface DatabaseUsersProps {
  /** Master user, at most 16 letters, digits and underscores. Another name replaces the database. @default "project_x_user" */
  readonly masterUsername?: string | undefined;
  /**
   * User of the application, at most 16 letters, digits and underscores. The first rotation of its secret creates it.
   * @default "project_x_app"
   */
  readonly applicationUsername?: string | undefined;
}

/**
 * The names of both users, with their defaults.
 *
 * @throws Error when both are the same
 */
export function databaseUsers(props: DatabaseUsersProps): { masterUsername: string; applicationUsername: string } {
  const { masterUsername = MASTER_USERNAME, applicationUsername = "project_x_app" } = props;
  ensure(
    applicationUsername !== masterUsername,
    "applicationUsername",
    "differ from masterUsername",
    applicationUsername,
    "the application never connects as the master user",
  );
  return { masterUsername, applicationUsername };
}
