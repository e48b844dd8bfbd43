import { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { ISecurityGroup, IVpc } from "aws-cdk-lib/aws-ec2";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { LoggedFunction } from "../shared/logged-function";

export interface ItemsFunctionsProps {
  readonly prefix: string;
  readonly key: IKey;
  readonly vpc: IVpc;
  readonly securityGroups: ISecurityGroup[];
  /** Whether bearer tokens are checked. */
  readonly jwt: boolean;
}

/** The functions of the items API over the table of their region. */
export class ItemsFunctions extends Construct {
  readonly getItem: LoggedFunction;
  readonly createItem: LoggedFunction;
  readonly health: LoggedFunction;
  readonly authorizer: LoggedFunction | undefined;

  constructor(scope: Construct, id: string, props: ItemsFunctionsProps) {
    super(scope, id);
    const table = TableV2.fromTableName(this, "table", "MyGlobalTable");
    this.getItem = this.create("get-item", 100, props);
    this.createItem = this.create("create-item", 100, props);
    this.health = this.create("health", 5, props);
    this.authorizer = props.jwt ? this.create("authorizer", 50, props) : undefined;
    table.grant(this.getItem, "dynamodb:GetItem");
    table.grant(this.createItem, "dynamodb:GetItem", "dynamodb:PutItem");
    table.grant(this.health, "dynamodb:GetItem");
  }

  private create(code: string, reservedConcurrentExecutions: number, props: ItemsFunctionsProps): LoggedFunction {
    const { prefix, key, vpc, securityGroups } = props;
    return new LoggedFunction(this, code, {
      name: `${prefix}-${code}`,
      code,
      key,
      retention: RetentionDays.ONE_YEAR,
      reservedConcurrentExecutions,
      environment: { TABLE_NAME: "MyGlobalTable" },
      ...(code === "authorizer" ? {} : { vpc, securityGroups }),
    });
  }
}
