import type { Fail } from "./fields/fail";
import { LAST_GENERATION } from "./fields/restore";

/** The parts of an environment that the check needs. */
interface Restored {
  readonly region: string;
  readonly threeTier?: { readonly data: { readonly mysql: Restoring } } | undefined;
  readonly auroraApi?: { readonly data: Restoring } | undefined;
}

interface Restoring {
  readonly generation?: number | undefined;
  readonly restore?: { readonly snapshot?: string | undefined } | undefined;
}

/**
 * Checks that databases are restored from snapshots of their own region, because RDS reads no others, and that the restored
 * database has a number.
 */
export function checkRestores({ region, threeTier, auroraApi }: Restored, fail: Fail): void {
  const check = (path: readonly string[], { generation, restore }: Restoring = {}) => {
    const [arn, , , ofSnapshot] = restore?.snapshot?.split(":") ?? [];
    if (arn === "arn" && ofSnapshot !== region) {
      fail([...path, "restore", "snapshot"], `must be in ${region}; copy the snapshot to this region first`);
    }
    if (restore && generation === LAST_GENERATION) {
      fail(
        [...path, "generation"],
        `must be less than ${LAST_GENERATION} with restore, which creates the next generation`,
      );
    }
  };
  check(["threeTier", "data", "mysql"], threeTier?.data.mysql);
  check(["auroraApi", "data"], auroraApi?.data);
}
