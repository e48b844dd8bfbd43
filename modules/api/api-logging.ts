import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../shared/arn";
import { serviceTrust } from "../shared/iam";

export interface ApiLoggingProps {
  /** Name of the IAM role, at most 64 characters. */
  readonly name: string;
  /** Region of the APIs. Its partition is the one of the managed policy. */
  readonly region: string;
}

/**
 * Allows API Gateway to write logs. This is one setting per account and Region, which all its APIs share. One stack must own it,
 * because a stack that is destroyed also deletes the role. If two environments share an account and Region, the last deployment
 * sets the role, and both roles work for all APIs.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiLogging extends Construct {
  /** Escape hatch: the underlying `aws_api_gateway_account`. */
  readonly resource: ApiGatewayAccount;

  constructor(scope: Construct, id: string, props: ApiLoggingProps) {
    super(scope, id);
    const { name, region } = props;
    const role = new IamRole(this, "role", {
      name,
      description: "Allows API Gateway to write logs",
      assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"),
    });
    const permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // API Gateway checks that the role has this managed policy.
      policyArn: managedPolicyArn(region, "service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
    });
    this.resource = new ApiGatewayAccount(this, "Resource", {
      cloudwatchRoleArn: role.arn,
      dependsOn: [permissions],
    });
  }
}
