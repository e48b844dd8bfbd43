import type { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { LambdaFunction, type LambdaFunctionProps } from "../functions/lambda-function";
import type { VpcFacts } from "../network/vpc";
import { SecurityGroup } from "../security/security-group";
import type { PolicyStatement } from "../shared/iam";

export interface DatabaseFunctionProps {
  /** Name of function, role and security group, at most 64 characters, e.g. `project-x-prod-mysql-rotation`. */
  readonly name: string;
  /** Account of the function. */
  readonly accountId: string;
  /** Region of the function. */
  readonly region: string;
  /** The VPC, and subnets in at least two zones. The function calls the database and interface endpoints only. */
  readonly network: DatabaseNetwork;
  /** Security group that may connect to the database. */
  readonly databaseClientSecurityGroupId: string;
  /** ARN of the key that encrypts secrets, log and environment. Its policy lets CloudWatch Logs use it. */
  readonly kmsKeyArn: string;
  /** Days that log events are kept. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}

/** Where a database and its functions are placed. */
export interface DatabaseNetwork {
  /** The VPC, which contains the interface endpoint of Secrets Manager. */
  readonly vpc: VpcFacts;
  /** Isolated subnets, one per zone, in at least two zones. Instances fill the zones in this order. */
  readonly subnets: readonly ZonalSubnet[];
}

/** A subnet and its Availability Zone. */
export interface ZonalSubnet {
  readonly zone: string;
  readonly subnetId: string;
}

/** Code and permissions of one kind of database function, e.g. rotation. */
interface DatabaseFunctionCode extends Pick<LambdaFunctionProps, "description" | "entry" | "files" | "timeoutSeconds"> {
  readonly statements: readonly PolicyStatement[];
  /** Environment variables. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/**
 * A Lambda function in the VPC that connects to a MySQL database with credentials from Secrets Manager.
 *
 * It reserves no concurrency, because a new account has a quota of 10 executions, and Lambda refuses each reservation then.
 * Secrets Manager rotates a secret at most once at a time, and locks in the database protect against concurrent executions.
 */
export abstract class DatabaseFunction extends Construct {
  readonly arn: string;
  /** Name of the function. */
  readonly name: string;
  /** Hash of the code. An invocation that must be repeated after a change of the code has it as a trigger. */
  readonly codeHash: string;
  /** The way to Secrets Manager. An invocation right after the deployment must depend on it. */
  readonly egress: VpcSecurityGroupEgressRule;

  constructor(scope: Construct, id: string, props: DatabaseFunctionProps, code: DatabaseFunctionCode) {
    super(scope, id);
    const { name, accountId, region, network, databaseClientSecurityGroupId, kmsKeyArn, logRetentionInDays } = props;
    const group = this.createSecurityGroup(props);
    this.egress = group.allowTo("to-endpoints", {
      peer: { cidrIpv4: network.vpc.cidr },
      port: 443,
      description: "HTTPS to the interface endpoint of Secrets Manager",
    });
    const lambda = new LambdaFunction(this, "Resource", {
      ...code,
      name,
      accountId,
      region,
      kmsKeyArn,
      logRetentionInDays,
      network: {
        subnetIds: network.subnets.map(({ subnetId }) => subnetId),
        securityGroupIds: [group.securityGroupId, databaseClientSecurityGroupId],
      },
      environment: {
        ...code.environment,
        // Certificate authorities of Amazon, including those of RDS. Since Node.js 20 the runtime does not load them by default.
        // https://aws.amazon.com/blogs/compute/node-js-20-x-runtime-now-available-in-aws-lambda/
        NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
      },
    });
    this.arn = lambda.arn;
    this.name = lambda.name;
    this.codeHash = lambda.resource.sourceCodeHash;
  }

  private createSecurityGroup({ name, network: { vpc } }: DatabaseFunctionProps): SecurityGroup {
    return new SecurityGroup(this, "security-group", {
      name,
      description: `Lambda function ${name}`,
      vpcId: vpc.vpcId,
    });
  }
}
