import { z } from "zod";
import { region } from "./region";
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

/** A backup vault whose recovery points can be copied to another region. */
export const copiedBackupVault = backupVault.extend({
  /** A vault in another region, which gets a copy of each recovery point. Its other fields default to those of this vault. */
  copyTo: backupVault.extend({ region }).optional(),
});
