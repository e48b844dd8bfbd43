import { Construct } from "constructs";
import { LambdaFunction } from "../../functions/lambda-function";
import { SecurityGroup } from "../../security/security-group";
import type { PolicyStatement } from "../../shared/iam";

export interface MysqlRotationFunctionProps {
  /** Name of function, role and security group, e.g. `project-x-prod-mysql-rotation`. */
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
  /** ARNs of the secrets that it changes. */
  readonly secretArns: readonly string[];
  /** ARNs of secrets that it only reads: a master secret that RDS rotates. @default none */
  readonly readOnlySecretArns?: readonly string[];
  /** Encrypts the secrets, the log and the environment. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}

/** As many as there are secrets; each rotates by itself, and twice at a time it never does. */
const CONCURRENCY = 2;

/**
 * The Lambda function that changes passwords of a MySQL database. Secrets Manager calls it four times per rotation and
 * waits for each answer, so there is nothing for a dead-letter queue to catch.
 */
export class MysqlRotationFunction extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: MysqlRotationFunctionProps) {
    super(scope, id);
    const { name, accountId, region, subnetIds, databaseClientSecurityGroupId, kmsKeyArn } = props;
    const group = this.createSecurityGroup(props);
    const rotation = new LambdaFunction(this, "Resource", {
      name,
      description: "Changes the passwords of the MySQL database and of its secrets",
      entry: "lambdas/mysql-rotation/handler.ts",
      accountId,
      region,
      kmsKeyArn,
      logRetentionInDays: props.logRetentionInDays,
      network: { subnetIds, securityGroupIds: [group.securityGroupId, databaseClientSecurityGroupId] },
      statements: statements(props),
      reservedConcurrency: CONCURRENCY,
      // Amazon's certificate authorities, RDS's among them: from Node.js 20 on the runtime loads them only when told to.
      // https://aws.amazon.com/blogs/compute/node-js-20-x-runtime-now-available-in-aws-lambda/
      environment: { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" },
    });
    this.arn = rotation.arn;
    this.name = rotation.name;
  }

  private createSecurityGroup({ name, vpcId, vpcCidr }: MysqlRotationFunctionProps): SecurityGroup {
    const group = new SecurityGroup(this, "security-group", {
      name,
      description: "Rotation of the database passwords",
      vpcId,
    });
    group.allowTo("to-endpoints", {
      peer: { cidrIpv4: vpcCidr },
      port: 443,
      description: "HTTPS to the interface endpoint of Secrets Manager",
    });
    return group;
  }
}

function statements(props: MysqlRotationFunctionProps): PolicyStatement[] {
  const { secretArns, readOnlySecretArns = [], kmsKeyArn, region } = props;
  const readable = [...secretArns, ...readOnlySecretArns];
  return [
    {
      sid: "ReadSecrets",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      resources: readable,
    },
    {
      sid: "ChangeSecrets",
      actions: ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecretVersionStage"],
      resources: secretArns,
    },
    {
      sid: "MakeUpPasswords",
      actions: ["secretsmanager:GetRandomPassword"],
      // It concerns no secret (Service Authorization Reference, "AWS Secrets Manager").
      resources: ["*"],
    },
    {
      sid: "UseKeyForSecrets",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [kmsKeyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": readable,
        },
      },
    },
  ];
}
