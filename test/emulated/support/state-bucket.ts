import { type BucketLocationConstraint, CreateBucketCommand } from "@aws-sdk/client-s3";
import { readConfiguration } from "../../../tools/shared/synthesize";
import type { Deployment } from "./deployment";

interface Backend {
  readonly bucket: string;
  readonly region: string;
}

/** Creates only the state bucket of an environment. The state suites test the real bootstrap. */
export async function createStateBucket(deployment: Deployment): Promise<void> {
  const { bucket: Bucket, region } = backendOf(deployment);
  // S3 rejects us-east-1 as a location constraint, because it is the default.
  const LocationConstraint = region as BucketLocationConstraint;
  const constraint = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } };
  await deployment.clients(region).s3.send(new CreateBucketCommand({ Bucket, ...constraint }));
}

/** The bucket's name, which is the same for all stacks of an environment. */
function backendOf({ stacks: [stack] }: Deployment): Backend {
  if (stack === undefined) {
    throw new Error("a deployment must have a stack, got none");
  }
  const { terraform } = readConfiguration(stack) as unknown as { terraform: { backend: { s3: Backend } } };
  return terraform.backend.s3;
}
