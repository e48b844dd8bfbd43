import { text } from "../../protocol/params";
import { AwsError, jsonReply, noContent } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

const ROUTE = "/backup-vaults/{vault}/access-policy";

/**
 * Access policies of backup vaults. The gateway stores them, but does not enforce them.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultAccessPolicy.html
 */
export const vaultPolicies: Feature = {
  service: "backup",
  routes: {
    [`PUT ${ROUTE}`]: async (call) => {
      const arn = await vaultArn(call);
      const policy = text(call.request.params, "Policy");
      if (policy === undefined) {
        throw new AwsError("MissingParameterValueException", "Policy is required");
      }
      policies(call).set(arn, policy);
      return { ...noContent(), status: 200 };
    },
    [`GET ${ROUTE}`]: async (call) => {
      const arn = await vaultArn(call);
      const policy = policies(call).get(arn);
      if (policy === undefined) {
        throw new AwsError("ResourceNotFoundException", `${arn} has no access policy`);
      }
      return jsonReply({ BackupVaultArn: arn, BackupVaultName: call.path.vault, Policy: policy });
    },
    [`DELETE ${ROUTE}`]: async (call) => {
      policies(call).delete(await vaultArn(call));
      return { ...noContent(), status: 200 };
    },
  },
};

/** The ARN of the vault that the path names. */
async function vaultArn(call: Call): Promise<string> {
  const name = call.path.vault ?? "";
  const reply = await call.next({ method: "GET", path: `/backup-vaults/${encodeURIComponent(name)}`, body: "" });
  if (reply.status >= 300) {
    throw new AwsError("ResourceNotFoundException", `Backup vault ${name} does not exist`);
  }
  return `${(JSON.parse(reply.body) as { readonly BackupVaultArn: string }).BackupVaultArn}`;
}

function policies(call: Call): Map<string, string> {
  return call.state.regional(call.request, "backup vault policies");
}
