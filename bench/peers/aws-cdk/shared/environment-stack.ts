import { Stack, Tags } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Environment } from "../environment";

export interface EnvironmentStackProps {
  readonly environment: Environment;
}

/** A stack of one environment, with the tags of all its resources. */
export class EnvironmentStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment, region: string = environment.region) {
    super(scope, id, {
      env: { account: environment.account, region },
      terminationProtection: environment.deletionProtection,
    });
    Tags.of(this).add("Project", "project-x");
    Tags.of(this).add("Environment", environment.name);
    Tags.of(this).add("Stack", id);
  }
}
