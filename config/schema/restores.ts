import type { Fail } from "./fields/fail";

/** The parts of an environment that the check needs. */
interface Restored {
  readonly region: string;
  readonly threeTier?: { readonly data: { readonly mysql: Restoring } } | undefined;
  readonly auroraApi?: { readonly data: Restoring } | undefined;
}

interface Restoring {
  readonly restore?: { readonly snapshot?: string | undefined } | undefined;
}

/** Checks that databases are restored from snapshots of their own region, because RDS reads no others. */
export function checkRestores({ region, threeTier, auroraApi }: Restored, fail: Fail): void {
  const check = (path: readonly string[], snapshot = "") => {
    const [arn, , , ofSnapshot] = snapshot.split(":");
    if (arn === "arn" && ofSnapshot !== region) {
      fail(path, `must be in ${region}; copy the snapshot to this region first`);
    }
  };
  check(["threeTier", "data", "mysql", "restore", "snapshot"], threeTier?.data.mysql.restore?.snapshot);
  check(["auroraApi", "data", "restore", "snapshot"], auroraApi?.data.restore?.snapshot);
}
