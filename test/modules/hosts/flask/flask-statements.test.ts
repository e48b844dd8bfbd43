import { type FlaskStatementsProps, flaskStatements } from "../../../../modules/hosts/flask/flask-statements";
import { SecretAccess } from "../../../../modules/security/secret-access";

const MOUNT = { sid: "Mount", actions: ["elasticfilesystem:ClientMount"], resources: ["arn"] };

const ACCESS: FlaskStatementsProps = {
  accountId: "123456789012",
  region: "eu-west-1",
  groupName: "project-x-dev-flask",
  secret: new SecretAccess({
    arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf",
    kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    region: "eu-west-1",
  }),
  fileSystem: { mountStatements: () => [MOUNT] },
  logGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:/project-x-dev-flask",
  metricNamespace: "project-x/dev/flask",
  source: { git: { url: "https://example.com/app.git", ref: "0".repeat(40) } },
};

const statements = flaskStatements(ACCESS);
const named = (sid: string, of = statements) => of.find((statement) => statement.sid === sid);

describe("flaskStatements", () => {
  it("allows reading the application's secret only", () => {
    expect(named("ReadApplicationSecret")).toMatchObject({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [ACCESS.secret.arn],
    });
  });

  it("allows the key for that secret only, through Secrets Manager", () => {
    expect(named("DecryptApplicationSecret")).toEqual({
      sid: "DecryptApplicationSecret",
      actions: ["kms:Decrypt"],
      resources: [ACCESS.secret.kmsKeyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": ACCESS.secret.arn,
        },
      },
    });
  });

  it("has the statements of the file system", () => {
    expect(named("Mount")).toEqual(MOUNT);
  });

  it("allows completing the lifecycle hook of its own group only", () => {
    expect(named("AnswerLaunchHook")).toMatchObject({
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [
        "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:*:autoScalingGroupName/project-x-dev-flask",
      ],
    });
  });

  it("allows writing to its log group, and creating none", () => {
    expect(named("WriteLog")).toMatchObject({ resources: [`${ACCESS.logGroupArn}:*`] });
    expect(JSON.stringify(statements)).not.toContain("CreateLogGroup");
  });

  it("has the resource * only for metrics, restricted to the namespace", () => {
    const everything = statements.filter(({ resources }) => resources.includes("*"));
    expect(everything).toEqual([
      {
        sid: "PublishDeepHealth",
        actions: ["cloudwatch:PutMetricData"],
        resources: ["*"],
        conditions: { StringEquals: { "cloudwatch:namespace": "project-x/dev/flask" } },
      },
    ]);
  });

  it("has no wildcard in an action", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("allows nothing in S3 when the source is in Git", () => {
    expect(named("ReadApplicationSource")).toBeUndefined();
  });

  it("allows reading one version of one object when the source is in S3", () => {
    const source = { s3: { bucket: "releases", key: "app.tar.gz", versionId: "v1" } };
    expect(named("ReadApplicationSource", flaskStatements({ ...ACCESS, source }))).toEqual({
      sid: "ReadApplicationSource",
      actions: ["s3:GetObjectVersion"],
      resources: ["arn:aws:s3:::releases/app.tar.gz"],
      conditions: { StringEquals: { "s3:VersionId": "v1" } },
    });
  });
});
