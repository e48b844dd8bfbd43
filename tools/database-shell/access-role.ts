import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { askAws } from "../shared/ask-aws";
import { describeAwsError } from "../shared/aws-problem";
import { clientSettings } from "../shared/client-settings";
import { UsageError } from "../shared/usage-error";
import type { ShellRole } from "./options";

/** Seconds, the least that STS accepts. A token is valid for as long. */
const DURATION_SECONDS = 900;

/** Name of the role that people assume to connect as a database user. */
export function accessRoleName(prefix: string, role: ShellRole): string {
  return `${prefix}-aurora-${role}`;
}

/**
 * Credentials of an access role. The session has the caller's name, so that CloudTrail shows who connects.
 *
 * @param name name of the IAM role
 * @param role database user of the role, for the message
 * @throws UsageError when STS denies the request
 */
export async function assumeAccessRole(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  { name, role }: { readonly name: string; readonly role: ShellRole },
) {
  const sts = new STSClient({ region, ...clientSettings() });
  const { Arn = "" } = await askAws(accountId, () => sts.send(new GetCallerIdentityCommand({})));
  const [, partition = "aws"] = Arn.split(":");
  const assume = new AssumeRoleCommand({
    RoleArn: `arn:${partition}:iam::${accountId}:role/${name}`,
    RoleSessionName: sessionName(Arn),
    DurationSeconds: DURATION_SECONDS,
  });
  const { Credentials } = await askAws(accountId, () => sts.send(assume).catch((error) => deny(error, name, role)));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** STS gives the same error for a role that does not exist. */
function deny(error: Error, name: string, role: ShellRole): never {
  if (!/^AccessDenied/.test(error.name)) {
    throw error;
  }
  throw new UsageError(
    `the role ${name} must be yours to assume, got ${describeAwsError(error)}; add your IAM role or user to auroraApi.data.access.${role}, and deploy`,
    2,
  );
}

/** The last part of an ARN, which is the name of a user or of a role's session, in the characters and length that STS accepts. */
export function sessionName(arn: string): string {
  const last = arn.split("/").at(-1) ?? "";
  return last
    .replace(/[^\w+=,.@-]/g, "-")
    .slice(0, 64)
    .padEnd(2, "-");
}
