import { Token } from "cdktf";
import { SOURCE_RULES } from "../../shared/application-source";
import { RequirementError } from "../../shared/errors";
import { cloudConfig, environmentFile, type HostFile } from "../cloud-config";
import type { ApplicationSource } from "./application-source";

/** Parameters of a Flask host. None is secret: everyone who may describe the instance can read its user data. */
export interface FlaskHostParameters {
  /** First part of physical names, e.g. `project-x`. */
  readonly project: string;
  /** Second part of physical names, e.g. `prod`. */
  readonly environment: string;
  /** AWS Region of the resources below, e.g. `us-east-1`. */
  readonly region: string;
  /** Plain name of the group, not its attribute: the group depends on the launch template. */
  readonly autoScalingGroupName: string;
  /** Name of the launch lifecycle hook that the boot script completes or abandons. */
  readonly lifecycleHookName: string;
  /** ARN of the application's secret `{engine, host, port, username, password, dbname, masterarn, secret_key, api_key}`. */
  readonly secretArn: string;
  /** Id of the file system, e.g. `fs-0123456789abcdef0`. */
  readonly fileSystemId: string;
  /** Id of the access point, e.g. `fsap-0123456789abcdef0`. */
  readonly accessPointId: string;
  /** User id that the access point enforces. The service runs with it. */
  readonly posixUid: number;
  /** Group id that the access point enforces. */
  readonly posixGid: number;
  /** An existing CloudWatch log group: hosts cannot create log groups. */
  readonly logGroupName: string;
  /** Source of the application. */
  readonly source: ApplicationSource;
  /** Namespace of the metric `DeepHealth`, whose dimension is `AutoScalingGroupName`. @default `<project>/<environment>/flask` */
  readonly metricNamespace?: string | undefined;
  /** TCP port of the service. @default 5000 */
  readonly port?: number | undefined;
  /** Number of gunicorn worker processes. @default twice the vCPUs plus one, computed on the host */
  readonly workers?: number | undefined;
  /** Path that must answer 2xx or 3xx on the host before the launch continues. @default "/" */
  readonly healthCheckPath?: string | undefined;
}

/** A variable of the environment file, the parameter with its value, and the rule for that value. */
interface Variable {
  readonly name: string;
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly pattern: RegExp;
}

const NAME = /^[A-Za-z0-9_./-]{1,255}$/;
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9_./-]{1,255}$/;
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+$/;
const FS = /^fs-[0-9a-f]{8,40}$/;
const FSAP = /^fsap-[0-9a-f]{8,40}$/;

/** The files of `userdata/` and their paths on a host. */
const FILES: readonly HostFile[] = [
  ...["flask-host.sh", "fetch-credentials.sh"].map((name) => ({ ...to("opt/tierra/bin", name), executable: true })),
  ...["lib.sh", "application.sh", "credentials.py", "deep-health.py"].map((name) => to("opt/tierra/bin", name)),
  ...["gunicorn.conf.py", "mysql_tls.py"].map((name) => to("opt/tierra/etc", name)),
  ...["host.service", "app.service", "credentials.service", "credentials.timer", "health.service", "health.timer"].map(
    (name) => ({ source: `systemd/tierra-${name}`, path: `etc/systemd/system/tierra-${name}` }),
  ),
];

function to(folder: string, name: string): HostFile {
  return { source: name, path: `${folder}/${name}` };
}

/**
 * The cloud-init document of a Flask host.
 *
 * @throws Error when a parameter breaks its rule, or when the document exceeds EC2's limit
 */
export function flaskUserData(parameters: FlaskHostParameters): string {
  return cloudConfig({
    settings: { "/etc/tierra/host.env": flaskEnvironment(parameters) },
    files: FILES,
    service: "tierra-host.service",
    // The unit builds the host once. The units that it installs start at every boot.
    everyBoot: false,
  });
}

/**
 * The text of `/etc/tierra/host.env`, which systemd and the scripts read: one `NAME=value` per line.
 *
 * @throws Error when a parameter breaks its rule
 */
export function flaskEnvironment(parameters: FlaskHostParameters): string {
  const values = variables(parameters).map((variable) => [variable.name, checked(variable)] as const);
  return environmentFile("TIERRA_", Object.fromEntries(values));
}

/** Only Terraform knows the value of a token, so that a token is not checked. */
function checked({ field, value, rule, pattern }: Variable): string {
  if (!Token.isUnresolved(value) && !pattern.test(value)) {
    throw new RequirementError(field, rule, value);
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
