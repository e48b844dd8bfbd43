import { TerraformStack } from "cdktf";
import { type Environment, select } from "../../config/schema";
import { composeDeployment } from "../../stacks/compositions";
import { activeActiveInput } from "../helpers/active-active";
import { CERTIFICATE_VPN, ZONES } from "../helpers/aurora-api";
import { sampleEnvironment } from "../helpers/environments";
import { compose } from "../helpers/stacks";
import { testApp } from "../helpers/synth";

const REST = { network: { zones: ZONES }, api: { gateway: { type: "rest" as const } } };

function environment(gateway: "http" | "rest" = "rest"): Environment {
  const auroraApi = { ...REST, vpn: CERTIFICATE_VPN, api: { gateway: { type: gateway } } };
  return sampleEnvironment({ threeTier: undefined, activeActive: activeActiveInput(), auroraApi });
}

/** Stacks that depend on an account stack, with the id of the account stack. */
function users(of: Environment, selectors: readonly string[] = []): Record<string, string[]> {
  const app = testApp();
  for (const deployment of select([of], selectors).selected) {
    composeDeployment(app, deployment);
  }
  const stacks = app.node.children.filter(TerraformStack.isStack) as TerraformStack[];
  const needed = stacks.map((stack) => {
    const ids = stack.dependencies.map(({ node }) => node.id).filter((id) => id.includes("-account-"));
    return [stack.node.id, ids] as const;
  });
  return Object.fromEntries(needed.filter(([, ids]) => ids.length > 0));
}

describe("AccountStack", () => {
  const estate = compose([environment()]);
  const accounts = estate.stacks.filter(({ id }) => id.includes("-account-"));

  it("exists once for each region with a REST API, whatever the number of architectures", () => {
    expect(accounts.map(({ id }) => id)).toEqual(["test-account-us-east-1", "test-account-eu-west-1"]);
  });

  it("owns the setting of API Gateway, with a role for the region", () => {
    for (const stack of accounts) {
      const { region } = stack.provider("aws");
      stack.one("aws_api_gateway_account", { cloudwatch_role_arn: stack.ref("aws_iam_role", undefined, "arn") });
      stack.one("aws_iam_role", { name: `sample-test-api-logs-${region}` });
    }
  });

  it("is deployed before the stacks with a REST API, and before no others", () => {
    expect(users(environment())).toEqual({
      "test-active-active-region-us-east-1": ["test-account-us-east-1"],
      "test-active-active-region-eu-west-1": ["test-account-eu-west-1"],
      "test-aurora-api-api": ["test-account-eu-west-1"],
    });
  });

  it("does not exist for an HTTP API, which needs no setting", () => {
    expect(users(environment("http"), ["aurora-api"])).toEqual({});
  });

  it("is part of each architecture that needs it, also if only that one is selected", () => {
    expect(users(environment(), ["test-aurora-api"])).toEqual({ "test-aurora-api-api": ["test-account-eu-west-1"] });
  });
});
