import type { Environment } from "../../config/schema";

/** Shell commands that send the requests of a shell's programs to the emulated AWS, as account and region of an environment. */
export function shellSettings(url: string, { accountId, region }: Pick<Environment, "accountId" | "region">): string {
  return [
    `export AWS_ENDPOINT_URL=${url}`,
    `export AWS_ACCESS_KEY_ID=${accountId} AWS_SECRET_ACCESS_KEY=test`,
    // Terraform and the SDKs of JavaScript and Go read AWS_REGION, the AWS CLI and Python read AWS_DEFAULT_REGION.
    `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
  ].join("\n");
}
