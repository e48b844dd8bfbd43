import { type Statement, statementsOf } from "../helpers/policy";
import { each, type Rule, resource, resources } from "./rule";

/** Identity-based policies. */
const IDENTITY_POLICIES = [
  "aws_iam_role_policy",
  "aws_iam_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
] as const;

/** Resource-based policies: the attribute with the document, by type. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  aws_backup_vault_policy: "policy",
  aws_cloudwatch_log_resource_policy: "policy_document",
  aws_efs_file_system_policy: "policy",
  aws_iam_role: "assume_role_policy",
  aws_kms_key: "policy",
  aws_s3_bucket_policy: "policy",
  aws_secretsmanager_secret_policy: "policy",
  aws_sns_topic_policy: "policy",
  aws_vpc_endpoint: "policy",
};

/**
 * Actions without resource-level permissions, for which `"*"` is the only resource. Their column "Resource types" in the Service
 * Authorization Reference is empty. The value is the page of that reference.
 */
const WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  "cloudwatch:PutMetricData": "list_amazoncloudwatch",
  "ec2:DescribeNetworkInterfaces": "list_amazonec2",
  "ec2:DescribeRouteTables": "list_amazonec2",
  "ec2:DescribeSubnets": "list_amazonec2",
  "secretsmanager:GetRandomPassword": "list_awssecretsmanager",
  "ssmmessages:CreateControlChannel": "list_amazonsessionmanagermessagegatewayservice",
  "ssmmessages:CreateDataChannel": "list_amazonsessionmanagermessagegatewayservice",
  "ssmmessages:OpenControlChannel": "list_amazonsessionmanagermessagegatewayservice",
  "ssmmessages:OpenDataChannel": "list_amazonsessionmanagermessagegatewayservice",
  "xray:PutTelemetryRecords": "list_awsx-ray",
  "xray:PutTraceSegments": "list_awsx-ray",
};

export const IDENTITY: readonly Rule[] = [
  {
    rule: "an identity-based policy has resource * only for actions without resource-level permissions",
    check: each(IDENTITY_POLICIES, ({ attributes }) => {
      const actions = allowed(attributes.policy)
        .filter(({ resources: targets }) => targets.includes("*"))
        .flatMap((statement) => statement.actions.filter((action) => !(action in WITHOUT_RESOURCES)));
      return actions.length > 0 ? `must name the resources of ${actions.join(", ")}` : undefined;
    }),
    good: rolePolicy({ Effect: "Allow", Action: "xray:PutTraceSegments", Resource: "*" }),
    bad: {
      "one action on every resource": rolePolicy({ Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" }),
      "* as one of two resources": rolePolicy({ Effect: "Allow", Action: "kms:Decrypt", Resource: ["arn:a", "*"] }),
    },
  },
  {
    rule: "an identity-based policy has actions without wildcards",
    check: each(IDENTITY_POLICIES, ({ attributes }) => {
      const wide = allowed(attributes.policy).flatMap(({ actions }) =>
        actions.filter((action) => action.includes("*")),
      );
      return wide.length > 0 ? `must list its actions without wildcards, got ${wide.join(", ")}` : undefined;
    }),
    good: rolePolicy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:a" }),
    bad: {
      everything: rolePolicy({ Effect: "Allow", Action: "*", Resource: "arn:a" }),
      "a whole service": rolePolicy({ Effect: "Allow", Action: ["s3:*"], Resource: "arn:a" }),
      "a prefix": rolePolicy({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:a" }),
    },
  },
  {
    rule: "a resource-based policy allows every principal only with a condition",
    check: each(Object.keys(RESOURCE_POLICIES), ({ type, attributes }) => {
      const open = allowed(attributes[RESOURCE_POLICIES[type] ?? ""]).filter(
        ({ principals, conditions, resources: targets }) =>
          Object.values(principals).flat().includes("*") &&
          Object.keys(conditions).length === 0 &&
          // An endpoint policy may allow every principal, if it limits the resources.
          !(type === "aws_vpc_endpoint" && !targets.includes("*")),
      );
      return open.length > 0 ? `must limit its principals, got ${open.map(({ sid }) => sid).join(", ")}` : undefined;
    }),
    good: resource("aws_sns_topic_policy", {
      policy: policy({ Effect: "Allow", Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "1" } } }),
    }),
    bad: {
      "every AWS account": resource("aws_s3_bucket_policy", {
        policy: policy({ Effect: "Allow", Principal: { AWS: ["*"] } }),
      }),
      "every principal and every resource through an endpoint": resource("aws_vpc_endpoint", {
        policy: policy({ Effect: "Allow", Principal: "*", Resource: "*" }),
      }),
      "every principal": resource("aws_kms_key", { policy: policy({ Effect: "Allow", Principal: "*" }) }),
    },
  },
  {
    rule: "a statement has a Sid that is unique in its policy",
    check: each([...IDENTITY_POLICIES, ...Object.keys(RESOURCE_POLICIES)], ({ type, attributes }) => {
      const document = attributes[RESOURCE_POLICIES[type] ?? "policy"];
      const sids = document === undefined ? [] : statementsOf(document).map(({ sid }) => sid);
      return sids.every((sid, index) => /^[A-Za-z0-9]+$/.test(sid) && sids.indexOf(sid) === index)
        ? undefined
        : `must give each statement a Sid of letters and digits, got ${sids.join(", ")}`;
    }),
    good: rolePolicy({ Sid: "Read", Effect: "Allow" }),
    bad: {
      "no Sid": rolePolicy({ Effect: "Allow" }),
      "a Sid that IAM refuses": rolePolicy({ Sid: "Read it", Effect: "Allow" }),
    },
  },
  {
    rule: "there is no IAM user, access key, key pair or password",
    check: each(
      ["aws_iam_user", "aws_iam_access_key", "aws_iam_user_login_profile", "aws_key_pair"],
      () => "must not exist",
    ),
    good: resource("aws_iam_role", { name: "app" }),
    bad: { "a user": resource("aws_iam_user", { name: "ci" }), "a key pair": resource("aws_key_pair", {}) },
  },
  {
    rule: "no role has the permissions of an administrator",
    check: each("aws_iam_role_policy_attachment", ({ attributes }) =>
      /\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|\w*FullAccess)$/.test(String(attributes.policy_arn))
        ? `must not attach ${attributes.policy_arn}`
        : undefined,
    ),
    good: resource("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    }),
    bad: {
      "an administrator": resource("aws_iam_role_policy_attachment", {
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
      "a whole service": resource("aws_iam_role_policy_attachment", {
        policy_arn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
      }),
    },
  },
];

function allowed(document: unknown): Statement[] {
  return document === undefined ? [] : statementsOf(document).filter(({ effect }) => effect === "Allow");
}

function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function rolePolicy(statement: object) {
  return resources({ aws_iam_role_policy: { it: { policy: policy(statement) } } });
}
