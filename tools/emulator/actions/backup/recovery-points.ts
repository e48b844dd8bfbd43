import { jsonReply } from "../../protocol/reply";
import type { Feature } from "../feature";

/**
 * Recovery points of a vault. The list is always empty, because no backup runs. Terraform requests it before it empties a vault.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByBackupVault.html
 */
export const recoveryPoints: Feature = {
  service: "backup",
  routes: {
    "GET /backup-vaults/{vault}/recovery-points": async (call) => {
      const vault = await call.next({ path: `/backup-vaults/${encodeURIComponent(call.path.vault ?? "")}` });
      return vault.status < 300 ? jsonReply({ RecoveryPoints: [] }) : vault;
    },
  },
};
