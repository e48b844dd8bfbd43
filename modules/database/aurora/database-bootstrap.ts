import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { LambdaFunction } from "../../functions/lambda-function";
import { SecurityGroup } from "../../security/security-group";

export interface DatabaseBootstrapProps {
  /** Name of function, role and security group, e.g. `project-x-prod-aurora-bootstrap`. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  /** Where the endpoint of Secrets Manager answers. */
  readonly vpcCidr: string;
  /** Without a way out: database and endpoint are all that it calls. */
  readonly subnetIds: readonly string[];
  /** Group that may connect to the database. */
  readonly databaseClientSecurityGroupId: string;
  /** The secret that it reads, and never changes. */
  readonly masterSecretArn: string;
  readonly host: string;
  readonly port: number;
  /** Databases that must exist. None is ever dropped. */
  readonly databases: readonly string[];
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
  /** What must be there before the first call: the instances that answer. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Creates the databases that the configuration names, when the stack is first deployed and whenever the list changes: what
 * neither Terraform can, which does not speak MySQL, nor the rotation of a secret, which knows users only.
 */
export class DatabaseBootstrap extends Construct {
  readonly functionName: string;
  /** The call: whoever needs the databases waits for it. */
  readonly done: LambdaInvocation;

  constructor(scope: Construct, id: string, props: DatabaseBootstrapProps) {
    super(scope, id);
    const bootstrap = this.createFunction(props, this.createSecurityGroup(props));
    this.functionName = bootstrap.name;
    this.done = new LambdaInvocation(this, "call", {
      functionName: bootstrap.name,
      // Names alone: input and answer stay in the state.
      input: JSON.stringify({ databases: props.databases }),
      triggers: { databases: props.databases.join(","), host: props.host },
      dependsOn: [...props.dependsOn],
    });
  }

  private createSecurityGroup({ name, vpcId, vpcCidr }: DatabaseBootstrapProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", { name, description: "Bootstrap of the databases", vpcId });
    group.allowTo("to-endpoints", {
      peer: { cidrIpv4: vpcCidr },
      port: 443,
      description: "HTTPS to the interface endpoint of Secrets Manager",
    });
    return group;
  }

  private createFunction(props: DatabaseBootstrapProps, group: SecurityGroup): LambdaFunction {
    const { name, accountId, region, kmsKeyArn, masterSecretArn } = props;
    return new LambdaFunction(this, "Resource", {
      name,
      description: "Creates the databases of the Aurora cluster that are missing",
      entry: "lambdas/database-bootstrap/handler.ts",
      accountId,
      region,
      kmsKeyArn,
      logRetentionInDays: props.logRetentionInDays,
      network: {
        subnetIds: props.subnetIds,
        securityGroupIds: [group.securityGroupId, props.databaseClientSecurityGroupId],
      },
      reservedConcurrency: 1,
      environment: {
        MASTER_SECRET_ARN: masterSecretArn,
        DATABASE_HOST: props.host,
        DATABASE_PORT: String(props.port),
        // Amazon's certificate authorities, RDS's among them: from Node.js 20 on the runtime loads them only when told to.
        // https://aws.amazon.com/blogs/compute/node-js-20-x-runtime-now-available-in-aws-lambda/
        NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
      },
      statements: [
        { sid: "ReadMasterSecret", actions: ["secretsmanager:GetSecretValue"], resources: [masterSecretArn] },
        {
          sid: "DecryptMasterSecret",
          actions: ["kms:Decrypt"],
          resources: [kmsKeyArn],
          conditions: {
            StringEquals: {
              "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
              "kms:EncryptionContext:SecretARN": masterSecretArn,
            },
          },
        },
      ],
    });
  }
}
