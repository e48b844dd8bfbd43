import { type BucketLocationConstraint, CreateBucketCommand } from "@aws-sdk/client-s3";
import { readConfiguration } from "../../../tools/shared/synthesize";
import type { Deployment } from "./deployment";

interface Backend {
  readonly bucket: string;
  readonly region: string;
}

/** Creates the bucket of an environment's state and nothing else of it. The suites of the state prove how users get it. */
export async function createStateBucket(deployment: Deployment): Promise<void> {
  const { bucket: Bucket, region } = backendOf(deployment);
  // S3 refuses us-east-1 as a constraint, since it is the default.
  const LocationConstraint = region as BucketLocationConstraint;
  const constraint = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } };
  await deployment.clients(region).s3.send(new CreateBucketCommand({ Bucket, ...constraint }));
}

/** All stacks of an environment have the same. */
function backendOf({ stacks: [stack] }: Deployment): Backend {
  if (stack === undefined) {
    throw new Error("a deployment must have a stack, got none");
  }
  const { terraform } = readConfiguration(stack) as unknown as { terraform: { backend: { s3: Backend } } };
  return terraform.backend.s3;
}
