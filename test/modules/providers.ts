import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";

/** An alias provider of us-east-1 for CloudFront, in addition to the test stack's provider of eu-west-1. */
export function globalProvider(scope: Construct): AwsProvider {
  return new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
}

/** A provider of a Region that CloudFront does not support. */
export function regionalProvider(scope: Construct): AwsProvider {
  return new AwsProvider(scope, "aws-eu-west-1", { region: "eu-west-1", alias: "eu-west-1" });
}
