import { z } from "zod";
import { wholeNumber } from "./values";

/** A backup vault and how long it keeps recovery points. The defaults are those of the `BackupVault` module. */
export const backupVault = z.strictObject({
  /** Vault lock. Permitted users can remove `governance`. No one can remove `compliance` after 3 days. */
  vaultLock: z.enum(["governance", "compliance", "none"]).optional(),
  /** Days that daily recovery points are kept. */
  dailyRetentionInDays: wholeNumber(35, 365).optional(),
  /** Days that monthly recovery points are kept. */
  monthlyRetentionInDays: wholeNumber(35, 3650).optional(),
});
