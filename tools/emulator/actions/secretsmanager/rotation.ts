import { text } from "../../protocol/params";
import { AwsError, changeJson, type Fields, resultReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";

/**
 * The rotation of a secret, as a setting. moto would run the Lambda function during the call.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotation: Feature = {
  service: "secretsmanager",
  actions: {
    RotateSecret: async (call) => {
      const { params } = call.request;
      const secret = await find(call);
      const before = table(call).get(secret.ARN);
      const arn = text(params, "RotationLambdaARN") ?? before?.RotationLambdaARN;
      if (arn === undefined) {
        throw new AwsError(
          "InvalidRequestException",
          "No Lambda rotation function ARN is associated with this secret.",
        );
      }
      const rules = (params.RotationRules as Fields | undefined) ?? before?.RotationRules;
      table(call).set(secret.ARN, {
        RotationEnabled: true,
        RotationLambdaARN: arn,
        RotationRules: rules,
        ...(params.RotateImmediately === false ? {} : { LastRotatedDate: Date.now() / 1000 }),
      });
      return resultReply(call.request, { ARN: secret.ARN, Name: secret.Name, VersionId: currentVersion(secret) });
    },
    CancelRotateSecret: async (call) => {
      const secret = await find(call);
      const before = table(call).get(secret.ARN);
      if (before !== undefined) {
        table(call).set(secret.ARN, { ...before, RotationEnabled: false });
      }
      return resultReply(call.request, { ARN: secret.ARN, Name: secret.Name });
    },
    DescribeSecret: async (call) => {
      return changeJson(await call.next(), (secret) => Object.assign(secret, table(call).get(secret.ARN)));
    },
    ListSecrets: async (call) => {
      return changeJson(await call.next(), (answer) => {
        for (const secret of answer.SecretList) {
          Object.assign(secret, table(call).get(secret.ARN));
        }
      });
    },
  },
};

interface Rotation {
  readonly RotationEnabled: boolean;
  readonly RotationLambdaARN: string;
  readonly RotationRules: Fields | undefined;
  readonly LastRotatedDate?: number;
}

interface Secret {
  readonly ARN: string;
  readonly Name: string;
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>;
}

/** The secret that the request names, by name or ARN, as moto describes it. */
async function find(call: Call): Promise<Secret> {
  const reply = await call.next({
    headers: { "x-amz-target": "secretsmanager.DescribeSecret" },
    body: JSON.stringify({ SecretId: text(call.request.params, "SecretId") }),
  });
  const answer = JSON.parse(reply.body);
  if (reply.status >= 300) {
    throw new AwsError(answer.__type, answer.message ?? answer.Message, reply.status);
  }
  return answer;
}

function currentVersion(secret: Secret): string | undefined {
  const versions = Object.entries(secret.VersionIdsToStages ?? {});
  return versions.find(([, stages]) => stages.includes("AWSCURRENT"))?.[0];
}

function table(call: Call): Map<string, Rotation> {
  return call.state.regional(call.request, "secret rotations");
}
