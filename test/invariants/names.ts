import type { Estate, Found } from "../helpers/estate";
import { each, type Rule, resource } from "./rule";

interface NameLimit {
  readonly attribute: string;
  readonly longest: number;
  readonly pattern: RegExp;
}

const KEBAB = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

/** Names that each service accepts, from its API reference. */
const LIMITS: Readonly<Record<string, NameLimit>> = {
  // CreateLoadBalancer: no hyphen at either end, and no prefix "internal-".
  aws_lb: { attribute: "name", longest: 32, pattern: /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/ },
  aws_lb_target_group: { attribute: "name", longest: 32, pattern: KEBAB },
  // CreateDBInstance: the first character is a letter, no two hyphens in a row, no hyphen at the end.
  aws_db_instance: { attribute: "identifier", longest: 63, pattern: /^[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/ },
  aws_iam_role: { attribute: "name", longest: 64, pattern: /^[\w+=,.@-]+$/ },
  aws_lambda_function: { attribute: "function_name", longest: 64, pattern: /^[\w-]+$/ },
  aws_s3_bucket: { attribute: "bucket", longest: 63, pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/ },
  aws_kms_alias: { attribute: "name", longest: 256, pattern: /^alias\/(?!aws\/)[\w/-]+$/ },
  aws_cloudwatch_log_group: { attribute: "name", longest: 512, pattern: /^[\w./#-]+$/ },
  aws_secretsmanager_secret: { attribute: "name", longest: 512, pattern: /^[\w/+=.@-]+$/ },
  aws_security_group: { attribute: "name", longest: 255, pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/ },
};

/** Types whose names are unique in an account and region. Environments have different accounts. */
const UNIQUE = [
  ...Object.keys(LIMITS),
  "aws_launch_template",
  "aws_autoscaling_group",
  "aws_sns_topic",
  "aws_ssm_document",
];

export const NAMES: readonly Rule[] = [
  {
    rule: "a name is valid for its service",
    check: each(Object.keys(LIMITS), ({ type, attributes }) => {
      const { attribute, longest, pattern } = LIMITS[type] as NameLimit;
      const name = attributes[attribute];
      // A name that consists of references comes from AWS.
      if (name === undefined || String(name).includes("${")) {
        return undefined;
      }
      return name.length <= longest && pattern.test(name)
        ? undefined
        : `must have a ${attribute} of at most ${longest} characters like ${pattern}, got "${name}"`;
    }),
    good: resource("aws_lb", { name: "project-x-prod-app" }),
    bad: {
      "a load balancer of 33 characters": resource("aws_lb", { name: "x".repeat(33) }),
      "a load balancer called internal-": resource("aws_lb", { name: "internal-app" }),
      "a target group with a hyphen in front": resource("aws_lb_target_group", { name: "-flask" }),
      "a target group with a hyphen at the end": resource("aws_lb_target_group", { name: "flask-" }),
      "a target group with a dot": resource("aws_lb_target_group", { name: "flask.app" }),
      "a database with two hyphens in a row": resource("aws_db_instance", { identifier: "my--sql" }),
      "a role of 65 characters": resource("aws_iam_role", { name: "x".repeat(65) }),
      "a bucket in capitals": resource("aws_s3_bucket", { bucket: "Logs" }),
      "an alias with the prefix of AWS": resource("aws_kms_alias", { name: "alias/aws/mine" }),
    },
  },
  {
    rule: "no two resources of an environment have the same name",
    check: (estate) => repeated(estate).map((name) => `${name} must be unique`),
    good: {
      "dev-three-tier-app": { resource: { aws_iam_role: { one: { name: "app" } } } },
      "prod-three-tier-app": { resource: { aws_iam_role: { one: { name: "app" } } } },
    },
    bad: {
      "two in one stack": { "dev-app": { resource: { aws_iam_role: { a: { name: "app" }, b: { name: "app" } } } } },
      "two in two stacks": {
        "dev-app": { resource: { aws_kms_alias: { key: { name: "alias/app" } } } },
        "dev-data": { resource: { aws_kms_alias: { key: { name: "alias/app" } } } },
      },
    },
  },
];

function repeated(estate: Estate): string[] {
  const names = estate.resources(...UNIQUE).flatMap((found) => {
    const name = found.attributes[LIMITS[found.type]?.attribute ?? "name"];
    return name === undefined || String(name).includes("${") ? [] : [`${environmentOf(found)}: ${found.type} ${name}`];
  });
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Stack ids start with the environment's name. */
function environmentOf({ stack }: Found): string {
  return stack.id.replace(/-.*$/, "");
}
