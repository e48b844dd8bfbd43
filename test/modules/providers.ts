import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";

/** The alias that everything of CloudFront needs, beside the test stack's own provider of eu-west-1. */
export function globalProvider(scope: Construct): AwsProvider {
  return new AwsProvider(scope, "aws-us-east-1", { region: "us-east-1", alias: "us-east-1" });
}

/** A provider of a region that CloudFront does not know. */
export function regionalProvider(scope: Construct): AwsProvider {
  return new AwsProvider(scope, "aws-eu-west-1", { region: "eu-west-1", alias: "eu-west-1" });
}
