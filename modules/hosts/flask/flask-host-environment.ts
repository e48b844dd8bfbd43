import { Token } from "cdktf";
import { SOURCE_RULES } from "../../shared/application-source";
import { requirement } from "../../shared/errors";
import { environmentFile } from "../cloud-config";
import type { ApplicationSource, FlaskHostParameters } from "./flask-host-parameters";

/** A variable of the environment file, from which parameter it comes, and what that parameter may hold. */
interface Variable {
  readonly name: string;
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly pattern: RegExp;
}

const NAME = /^[A-Za-z0-9_./-]{1,255}$/;

/**
 * The text of `/etc/tierra/host.env`, which systemd and the scripts read: one `NAME=value` a line.
 *
 * @throws Error naming the parameter whose value could mean something else in that file
 */
export function hostEnvironment(parameters: FlaskHostParameters): string {
  const values = variables(parameters).map((variable) => [variable.name, checked(variable)] as const);
  return environmentFile("TIERRA_", Object.fromEntries(values));
}

/** What a token stands for only Terraform knows. */
function checked({ field, value, rule, pattern }: Variable): string {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    throw new Error(requirement(field, rule, value));
  }
  return value;
}

function variables(parameters: FlaskHostParameters): Variable[] {
  const { project, environment, region, source, port = 5000, workers, healthCheckPath = "/" } = parameters;
  const { metricNamespace = `${project}/${environment}/flask` } = parameters;
  const aName = "be 1 to 255 letters, digits or _ . / -";
  const word = "be 1 to 32 lower-case letters, digits or hyphens and start with a letter";
  const list: Variable[] = [
    text("PROJECT", "project", project, word, /^[a-z][a-z0-9-]{0,31}$/),
    text("ENVIRONMENT", "environment", environment, word, /^[a-z][a-z0-9-]{0,31}$/),
    text("REGION", "region", region, "be an AWS Region", /^[a-z]{2}(-[a-z]+)+-\d$/),
    text("AUTO_SCALING_GROUP", "autoScalingGroupName", parameters.autoScalingGroupName, aName, NAME),
    text("LIFECYCLE_HOOK", "lifecycleHookName", parameters.lifecycleHookName, aName, NAME),
    text("SECRET_ARN", "secretArn", parameters.secretArn, "be the ARN of a secret", SECRET_ARN),
    text("FILE_SYSTEM_ID", "fileSystemId", parameters.fileSystemId, "be an id like fs-0123456789abcdef0", FS),
    text("ACCESS_POINT_ID", "accessPointId", parameters.accessPointId, "be an id like fsap-0123456789abcdef0", FSAP),
    whole("POSIX_UID", "posixUid", parameters.posixUid, 1, 65_533),
    whole("POSIX_GID", "posixGid", parameters.posixGid, 1, 65_533),
    text("LOG_GROUP", "logGroupName", parameters.logGroupName, aName, NAME),
    text("METRIC_NAMESPACE", "metricNamespace", metricNamespace, `${aName} and not start with AWS/`, NAMESPACE),
    whole("PORT", "port", port, 1024, 65_535),
    ruled("HEALTH_CHECK_PATH", "healthCheckPath", healthCheckPath, "healthCheckPath"),
    ...sourceVariables(source),
  ];
  return workers === undefined ? list : [...list, whole("WORKERS", "workers", workers, 1, 64)];
}

const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/;
const FS = /^fs-[0-9a-f]{8,40}$/;
const FSAP = /^fsap-[0-9a-f]{8,40}$/;
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9_./-]{1,255}$/;

function sourceVariables(source: ApplicationSource): Variable[] {
  if ("git" in source) {
    const { url, ref } = source.git;
    return [
      ruled("SOURCE_GIT_URL", "source.git.url", url, "gitUrl"),
      ruled("SOURCE_GIT_REF", "source.git.ref", ref, "gitRef"),
    ];
  }
  const { bucket, key, versionId } = source.s3;
  return [
    ruled("SOURCE_S3_BUCKET", "source.s3.bucket", bucket, "s3Bucket"),
    ruled("SOURCE_S3_KEY", "source.s3.key", key, "s3Key"),
    ruled("SOURCE_S3_VERSION_ID", "source.s3.versionId", versionId, "s3VersionId"),
  ];
}

function ruled(name: string, field: string, value: string, by: keyof typeof SOURCE_RULES): Variable {
  return { name, field, value, ...SOURCE_RULES[by] };
}

function text(name: string, field: string, value: string, rule: string, pattern: RegExp): Variable {
  return { name, field, value, rule, pattern };
}

function whole(name: string, field: string, value: number, least: number, most: number): Variable {
  const met = Number.isInteger(value) && value >= least && value <= most;
  const rule = `be a whole number from ${least} to ${most}`;
  return { name, field, value: String(value), rule, pattern: met ? /^\d+$/ : /^(?!)/ };
}
