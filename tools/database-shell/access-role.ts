import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { askAws } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";

/** Seconds, the least that STS accepts. The credentials are for one token, which is valid for 15 minutes. */
const DURATION_SECONDS = 900;

/** Name of the role that people assume to connect as a database user. */
export function accessRoleName(prefix: string, role: string): string {
  return `${prefix}-aurora-${role}`;
}

/**
 * Credentials of an access role. The session has the caller's name, so that CloudTrail shows who connects.
 *
 * @throws UsageError when STS denies the request
 */
export async function assumeAccessRole({
  accountId,
  region,
  name,
}: {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}) {
  const sts = new STSClient({ region, ...clientSettings() });
  return askAws(accountId, async () => {
    const { Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    const [, partition = "aws"] = Arn.split(":");
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:${partition}:iam::${accountId}:role/${name}`,
        RoleSessionName: sessionName(Arn),
        DurationSeconds: DURATION_SECONDS,
      }),
    );
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken } = Credentials ?? {};
    return {
      credentials: {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(SessionToken ? { sessionToken: SessionToken } : {}),
      },
    };
  });
}

/** The last part of an ARN, which is the name of a user or of a role's session, in the characters and length that STS accepts. */
export function sessionName(arn: string): string {
  const last = arn.split("/").at(-1) ?? "";
  return last
    .replace(/[^\w+=,.@-]/g, "-")
    .slice(0, 64)
    .padEnd(2, "-");
}
