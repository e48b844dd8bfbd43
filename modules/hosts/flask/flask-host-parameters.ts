/** Where a host gets the application from. Both forms name one immutable thing, so that every host runs the same code. */
export type ApplicationSource =
  | {
      readonly git: {
        /** Public repository, e.g. `https://github.com/owner/name.git`. */
        readonly url: string;
        /** Full commit id, 40 hexadecimal digits: a branch would make two hosts of one group differ. */
        readonly ref: string;
      };
    }
  | {
      readonly s3: {
        readonly bucket: string;
        /** A `.zip` or `.tar.gz` with `run.py` and `requirements.txt` at its top. */
        readonly key: string;
        readonly versionId: string;
      };
    };

/** What a host is told at boot. None of it is secret: user data can be read by everyone who may describe the instance. */
export interface FlaskHostParameters {
  /** First part of physical names, e.g. `project-x`. */
  readonly project: string;
  /** E.g. `prod`. */
  readonly environment: string;
  /** AWS Region of everything below, e.g. `us-east-1`. */
  readonly region: string;
  /** A plain name, not the group's attribute: the group needs the launch template first. */
  readonly autoScalingGroupName: string;
  /** The launching lifecycle hook that the boot script completes or abandons. */
  readonly lifecycleHookName: string;
  /** ARN of the application's secret `{engine, host, port, username, password, dbname, masterarn, secret_key, api_key}`. */
  readonly secretArn: string;
  /** E.g. `fs-0123456789abcdef0`. */
  readonly fileSystemId: string;
  /** E.g. `fsap-0123456789abcdef0`. */
  readonly accessPointId: string;
  /** User id that the access point imposes; the service runs as it. */
  readonly posixUid: number;
  /** Group id that the access point imposes. */
  readonly posixGid: number;
  /** CloudWatch log group, which exists already: hosts may not create groups. */
  readonly logGroupName: string;
  readonly source: ApplicationSource;
  /** Namespace of `DeepHealth`, published with the dimension `AutoScalingGroupName`. @default `<project>/<environment>/flask` */
  readonly metricNamespace?: string;
  /** TCP port of the service. @default 5000 */
  readonly port?: number;
  /** gunicorn worker processes. @default twice the host's vCPUs and one more, decided on the host */
  readonly workers?: number;
  /** Path that must answer 2xx or 3xx on the host itself before the launch continues. @default `/` */
  readonly healthCheckPath?: string;
}
