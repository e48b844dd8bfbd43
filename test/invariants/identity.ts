import { type Statement, statementsOf } from "../helpers/policy";
import { each, type Rule, resource, resources } from "./rule";

/** Policies of an identity: what its holder may do. */
const IDENTITY_POLICIES = [
  "aws_iam_role_policy",
  "aws_iam_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
] as const;

/** Policies of a resource: who may use it. The attribute that holds the document. */
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
 * Actions for which IAM knows no resource, so that `"*"` is the only one. Service Authorization Reference, "Resource types"
 * column empty. Whoever adds an action says on which page that stands.
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
    rule: "an identity may act on every resource only where IAM knows none",
    check: each(IDENTITY_POLICIES, ({ attributes }) => {
      const actions = allowed(attributes.policy)
        .filter(({ resources: targets }) => targets.includes("*"))
        .flatMap((statement) => statement.actions.filter((action) => !(action in WITHOUT_RESOURCES)));
      return actions.length > 0 ? `must name the resources of ${actions.join(", ")}` : undefined;
    }),
    good: rolePolicy({ Effect: "Allow", Action: "xray:PutTraceSegments", Resource: "*" }),
    bad: {
      "one action on everything": rolePolicy({ Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" }),
      "everything among others": rolePolicy({ Effect: "Allow", Action: "kms:Decrypt", Resource: ["arn:a", "*"] }),
    },
  },
  {
    rule: "an identity's actions are named, not matched",
    check: each(IDENTITY_POLICIES, ({ attributes }) => {
      const wide = allowed(attributes.policy).flatMap(({ actions }) =>
        actions.filter((action) => action.includes("*")),
      );
      return wide.length > 0 ? `must name its actions, got ${wide.join(", ")}` : undefined;
    }),
    good: rolePolicy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:a" }),
    bad: {
      everything: rolePolicy({ Effect: "Allow", Action: "*", Resource: "arn:a" }),
      "a whole service": rolePolicy({ Effect: "Allow", Action: ["s3:*"], Resource: "arn:a" }),
      "a family": rolePolicy({ Effect: "Allow", Action: "s3:Get*", Resource: "arn:a" }),
    },
  },
  {
    rule: "nobody is let in without a condition",
    check: each(Object.keys(RESOURCE_POLICIES), ({ type, attributes }) => {
      const open = allowed(attributes[RESOURCE_POLICIES[type] ?? ""]).filter(
        ({ principals, conditions, resources: targets }) =>
          Object.values(principals).flat().includes("*") &&
          Object.keys(conditions).length === 0 &&
          // An endpoint is no target itself: its policy may let everybody out to what it names.
          !(type === "aws_vpc_endpoint" && !targets.includes("*")),
      );
      return open.length > 0 ? `must say whom it lets in, got ${open.map(({ sid }) => sid).join(", ")}` : undefined;
    }),
    good: resource("aws_sns_topic_policy", {
      policy: policy({ Effect: "Allow", Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": "1" } } }),
    }),
    bad: {
      "anybody in AWS": resource("aws_s3_bucket_policy", {
        policy: policy({ Effect: "Allow", Principal: { AWS: ["*"] } }),
      }),
      "anybody, to anything, through an endpoint": resource("aws_vpc_endpoint", {
        policy: policy({ Effect: "Allow", Principal: "*", Resource: "*" }),
      }),
      "anybody at all": resource("aws_kms_key", { policy: policy({ Effect: "Allow", Principal: "*" }) }),
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
    rule: "nobody gets keys: no user, no access key, no key pair, no password",
    check: each(
      ["aws_iam_user", "aws_iam_access_key", "aws_iam_user_login_profile", "aws_key_pair"],
      () => "must not exist",
    ),
    good: resource("aws_iam_role", { name: "app" }),
    bad: { "a user": resource("aws_iam_user", { name: "ci" }), "a key pair": resource("aws_key_pair", {}) },
  },
  {
    rule: "no role is the administrator's",
    check: each("aws_iam_role_policy_attachment", ({ attributes }) =>
      /\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess|\w*FullAccess)$/.test(String(attributes.policy_arn))
        ? `must not attach ${attributes.policy_arn}`
        : undefined,
    ),
    good: resource("aws_iam_role_policy_attachment", {
      policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    }),
    bad: {
      "the administrator": resource("aws_iam_role_policy_attachment", {
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
