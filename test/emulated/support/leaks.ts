import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { unzipSync } from "fflate";
import { stateBucketName } from "../../../modules/shared/names";
import type { AwsClients } from "./aws";
import { type Deployment, SECOND_PLAN } from "./deployment";

/** Keys of the secrets' JSON with secret values. Other values (engine, host, port, ...) may be in the state. */
const SECRET_KEYS = ["password", "secret_key"];

/**
 * Finds secret values in states, plans and synthesized configurations, which must not contain any.
 *
 * @throws Error when there are too few values or places to search, so that an empty result is valid
 */
export async function leakedSecrets(deployment: Deployment, aws: AwsClients, fewestSecrets = 3): Promise<string[]> {
  const values = await secretValues(aws);
  const places = [...(await stateObjects(deployment, aws)), ...plansAndConfigurations(deployment)];
  if (values.length < fewestSecrets || places.length < 3 * deployment.stacks.length) {
    throw new Error(
      `the search must have enough values and places, got ${values.length} values and ${places.length} places`,
    );
  }
  return places.filter(({ text }) => values.some((value) => text.includes(value))).map(({ name }) => name);
}

interface Place {
  readonly name: string;
  readonly text: string;
}

async function secretValues({ secrets }: AwsClients): Promise<string[]> {
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const values: string[] = [];
  for (const { ARN } of SecretList) {
    const { SecretString = "{}" } = await secrets.send(new GetSecretValueCommand({ SecretId: ARN }));
    const secret = JSON.parse(SecretString) as Record<string, string>;
    values.push(...SECRET_KEYS.map((key) => secret[key] ?? "").filter((value) => value.length >= 16));
  }
  return values;
}

async function stateObjects({ environment, stacks }: Deployment, { s3 }: AwsClients): Promise<Place[]> {
  const { accountId, name, project } = environment;
  const Bucket = stateBucketName({ project, environment: name }, accountId);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const keys = Contents.map(({ Key }) => Key ?? "").filter((Key) =>
    stacks.some(({ id }) => Key.endsWith(`/${id}.tfstate`)),
  );
  return Promise.all(
    keys.map(async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { name: `s3://${Bucket}/${Key}`, text: (await Body?.transformToString()) ?? "" };
    }),
  );
}

/** The contents of plan files and configurations. A plan file is a zip archive that contains values as plain text. */
function plansAndConfigurations({ stacks }: Deployment): Place[] {
  return stacks.flatMap(({ id, folder }) => {
    const configuration = join(folder, "cdk.tf.json");
    const plan = Object.entries(unzipSync(readFileSync(join(folder, SECOND_PLAN))));
    if (!plan.some(([name, bytes]) => name === "tfplan" && bytes.length > 0)) {
      throw new Error(`the second plan of ${id} must contain tfplan, got ${plan.map(([name]) => name).join(", ")}`);
    }
    return [
      { name: configuration, text: readFileSync(configuration, "utf8") },
      { name: `second plan of ${id}`, text: plan.map(([, bytes]) => Buffer.from(bytes).toString("utf8")).join("\n") },
    ];
  });
}
