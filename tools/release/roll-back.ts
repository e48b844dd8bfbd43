import { UsageError } from "../shared/usage-error";
import type { LiveAlias, ReleaseRegion } from "./live-alias";
import type { World } from "./world";

/** Attempts for each function, and the seconds after the first one. They double. */
const RETRY = { attempts: 5, seconds: 2 };

/**
 * Gives callers the versions of `before` again. Tries all functions, also after a failure.
 *
 * @param before the aliases before the release
 * @throws UsageError with the functions that it could not restore
 */
export async function rollBack(region: ReleaseRegion, before: readonly LiveAlias[], world: World): Promise<void> {
  const failures: string[] = [];
  for (const alias of before) {
    if (!(await restore(region, alias, world))) {
      failures.push(alias.functionName);
    }
  }
  if (failures.length > 0) {
    throw new UsageError(
      `${failures.join(", ")} must get the old version again, but Lambda refuses it; repeat the command with --rollback`,
    );
  }
}

async function restore({ name, functions }: ReleaseRegion, before: LiveAlias, world: World): Promise<boolean> {
  const { functionName, version } = before;
  for (let attempt = 0; attempt < RETRY.attempts; attempt += 1) {
    try {
      await functions.route(await functions.alias(functionName), version);
      world.say(`${name}: ${functionName} back to version ${version}`);
      return true;
    } catch (error) {
      world.say(`${name}: ${functionName}: ${(error as Error).message}`);
      await world.pause(RETRY.seconds * 2 ** attempt);
    }
  }
  return false;
}
