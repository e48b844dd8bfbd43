import { type FlaskHostAccess, flaskHostStatements } from "../../../../modules/hosts/flask/flask-host-statements";

const ACCESS: FlaskHostAccess = {
  accountId: "111111111111",
  region: "eu-west-1",
  groupName: "project-x-dev-flask",
  secretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:application-AbCdEf",
  secretKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1",
  fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1",
  accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-1",
  logGroupArn: "arn:aws:logs:eu-west-1:111111111111:log-group:/project-x-dev-flask",
  metricNamespace: "project-x/dev/flask",
  source: { git: { url: "https://example.com/app.git", ref: "0".repeat(40) } },
};

const statements = flaskHostStatements(ACCESS);
const named = (sid: string, of = statements) => of.find((statement) => statement.sid === sid);

describe("flaskHostStatements", () => {
  it("reads the application's secret and no other", () => {
    expect(named("ReadApplicationSecret")).toMatchObject({
      actions: ["secretsmanager:GetSecretValue"],
      resources: [ACCESS.secretArn],
    });
  });

  it("uses the key for that secret through Secrets Manager only", () => {
    expect(named("DecryptApplicationSecret")).toEqual({
      sid: "DecryptApplicationSecret",
      actions: ["kms:Decrypt"],
      resources: [ACCESS.secretKeyArn],
      conditions: {
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": ACCESS.secretArn,
        },
      },
    });
  });

  it("mounts the file system through its access point only, and not as root", () => {
    expect(named("MountThroughAccessPoint")).toEqual({
      sid: "MountThroughAccessPoint",
      actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      resources: [ACCESS.fileSystemArn],
      conditions: { StringEquals: { "elasticfilesystem:AccessPointArn": ACCESS.accessPointArn } },
    });
  });

  it("answers the hook of its own group only", () => {
    expect(named("AnswerLaunchHook")).toMatchObject({
      actions: ["autoscaling:CompleteLifecycleAction"],
      resources: [
        "arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/project-x-dev-flask",
      ],
    });
  });

  it("writes to its log group and creates none", () => {
    expect(named("WriteLog")).toMatchObject({ resources: [`${ACCESS.logGroupArn}:*`] });
    expect(JSON.stringify(statements)).not.toContain("CreateLogGroup");
  });

  it("says * only where CloudWatch knows nothing finer, and names the namespace there", () => {
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

  it("names every action in full", () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("reads nothing from S3 when the source is a repository", () => {
    expect(named("ReadApplicationSource")).toBeUndefined();
  });

  it("reads one version of one object when the source is in S3", () => {
    const source = { s3: { bucket: "releases", key: "app.tar.gz", versionId: "v1" } };
    expect(named("ReadApplicationSource", flaskHostStatements({ ...ACCESS, source }))).toEqual({
      sid: "ReadApplicationSource",
      actions: ["s3:GetObjectVersion"],
      resources: ["arn:aws:s3:::releases/app.tar.gz"],
      conditions: { StringEquals: { "s3:VersionId": "v1" } },
    });
  });
});
