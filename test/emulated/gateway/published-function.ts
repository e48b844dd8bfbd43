import { CreateFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import type { EmulatedAws } from "./emulated";

/** Creates a function with a role, and publishes version 1. */
export async function publishFunction(
  aws: EmulatedAws,
  lambda: LambdaClient,
  FunctionName: string,
  Variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  await createRole(aws, "items");
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: "arn:aws:iam::111111111111:role/items",
      Runtime: "nodejs22.x",
      Handler: "handler.handler",
      Code: { ZipFile: zipSync({ "handler.js": new TextEncoder().encode("exports.handler = () => 1") }) },
      Environment: { Variables },
      Publish: true,
    }),
  );
}

/** Without the SDK's client for IAM, which no other test needs. */
async function createRole(aws: EmulatedAws, RoleName: string): Promise<void> {
  const { ok, status } = await fetch(aws.emulator.url, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/iam/aws4_request" },
    body: new URLSearchParams({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument: "{}" }),
  });
  // 409: the function of another region has the same role.
  if (!ok && status !== 409) {
    throw new Error(`CreateRole must succeed, got HTTP ${status}`);
  }
}
