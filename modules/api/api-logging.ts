import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { managedPolicyArn } from "../shared/arn";
import { serviceTrust } from "../shared/iam";

export interface ApiLoggingProps {
  /** Name of the role. */
  readonly name: string;
  readonly region: string;
}

/**
 * Lets API Gateway write logs. A setting of the account in one region, shared by every API there: the last stack that sets it
 * wins, and any role like this one serves all. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class ApiLogging extends Construct {
  /** Escape hatch: the underlying `aws_api_gateway_account`. */
  readonly resource: ApiGatewayAccount;

  constructor(scope: Construct, id: string, props: ApiLoggingProps) {
    super(scope, id);
    const { name, region } = props;
    const role = new IamRole(this, "role", {
      name,
      description: "Lets API Gateway write its logs",
      assumeRolePolicy: serviceTrust("apigateway.amazonaws.com"),
    });
    const permissions = new IamRolePolicyAttachment(this, "permissions", {
      role: role.name,
      // The one that API Gateway asks for when the role is set.
      policyArn: managedPolicyArn(region, "service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
    });
    this.resource = new ApiGatewayAccount(this, "Resource", {
      cloudwatchRoleArn: role.arn,
      dependsOn: [permissions],
    });
  }
}
