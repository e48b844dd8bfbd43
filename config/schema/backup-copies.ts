import type { Fail } from "./fields/fail";

/** The parts of an environment that the check needs. */
interface BackedUp {
  readonly region: string;
  readonly threeTier?: CopyingSection | undefined;
  readonly auroraApi?: CopyingSection | undefined;
}

interface CopyingSection {
  readonly data: {
    readonly backup?: { readonly copyTo?: { readonly region: string } | undefined } | undefined;
  };
}

/** Checks that copies of recovery points are in another region than the data. */
export function checkBackupCopies({ region, threeTier, auroraApi }: BackedUp, fail: Fail): void {
  for (const [section, config] of Object.entries({ threeTier, auroraApi })) {
    if (config?.data.backup?.copyTo?.region === region) {
      fail(
        [section, "data", "backup", "copyTo", "region"],
        "must not be the environment's region; copies are for the loss of that region",
      );
    }
  }
}
