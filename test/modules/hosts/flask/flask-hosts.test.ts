import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { FlaskHosts, type FlaskHostsProps } from "../../../../modules/hosts/flask/flask-hosts";
import { Template } from "../../../helpers/template";

const SECRET = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:application-AbCdEf";

function build(props: Partial<FlaskHostsProps> = {}): Template {
  return Template.of((scope) => {
    const listener = new LbListener(scope, "listener", { loadBalancerArn: "lb", defaultAction: [{ type: "forward" }] });
    new FlaskHosts(scope, "hosts", {
      name: "project-x-dev-flask",
      project: "project-x",
      environment: "dev",
      accountId: "111111111111",
      region: "eu-west-1",
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      clientSecurityGroupIds: ["sg-mysql-client", "sg-efs-client"],
      instanceType: "t3.xlarge",
      rootVolumeGiB: 30,
      capacity: { min: 2, desired: 4, max: 6 },
      scaling: {
        averageCpuPercent: 50,
        requestsPerTarget: 1000,
        warmupSeconds: 120,
        healthCheckGraceSeconds: 300,
        refreshMinHealthyPercent: 90,
      },
      targetGroup: { arn: "target-group", arnSuffix: "targetgroup/t/1" },
      loadBalancer: { arnSuffix: "app/a/1", listener },
      refreshAlarms: [],
      secret: { arn: SECRET, kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1" },
      fileSystem: {
        id: "fs-0123456789abcdef0",
        arn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-0123456789abcdef0",
        accessPointId: "fsap-0123456789abcdef0",
        accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-0123456789abcdef0",
        posixUser: { uid: 1500, gid: 1501 },
      },
      source: { git: { url: "https://example.com/app.git", ref: "0".repeat(40) } },
      port: 5000,
      healthCheckPath: "/",
      metricNamespace: "project-x/dev/flask",
      log: { kmsKeyArn: "key", retentionInDays: 30 },
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("FlaskHosts", () => {
  const template = build();

  it("lets nobody in by itself and goes out by HTTPS only", () => {
    template.none("aws_vpc_security_group_ingress_rule");
    template.one("aws_vpc_security_group_egress_rule", { ip_protocol: "tcp", from_port: 443, to_port: 443 });
  });

  it("goes out by HTTP too for an application that has to", () => {
    const chatty = build({ outboundHttp: true });
    chatty.count("aws_vpc_security_group_egress_rule", 2);
    chatty.one("aws_vpc_security_group_egress_rule", { ip_protocol: "tcp", from_port: 80, to_port: 80 });
  });

  it("starts as many workers as it is told to, and leaves the number to the host otherwise", () => {
    const userData = (it: Template) => it.one("aws_launch_template").user_data as string;
    expect(userData(build({ workers: 1 }))).toContain("TIERRA_WORKERS=1");
    expect(userData(template)).not.toContain("TIERRA_WORKERS");
  });

  it("talks to database and file system as one of their clients", () => {
    template.one("aws_launch_template", {
      network_interfaces: [
        { security_groups: [template.ref("aws_security_group"), "sg-mysql-client", "sg-efs-client"] },
      ],
    });
  });

  it("logs to a group that exists already, is encrypted and expires", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/project-x-dev-flask",
      kms_key_id: "key",
      retention_in_days: 30,
    });
  });

  it("may do its work and have sessions opened on it", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy);
    const sids = Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(sids).toEqual(expect.arrayContaining(["ReadApplicationSecret", "AnswerLaunchHook", "Sessions"]));
  });

  describe("at boot", () => {
    const { user_data: userData } = template.one("aws_launch_template");

    it.each([
      ["AUTO_SCALING_GROUP", "project-x-dev-flask"],
      ["LIFECYCLE_HOOK", "project-x-dev-flask-launching"],
      ["SECRET_ARN", SECRET],
      ["FILE_SYSTEM_ID", "fs-0123456789abcdef0"],
      ["ACCESS_POINT_ID", "fsap-0123456789abcdef0"],
      ["POSIX_UID", "1500"],
      ["POSIX_GID", "1501"],
      ["METRIC_NAMESPACE", "project-x/dev/flask"],
      ["PORT", "5000"],
    ])("is told %s", (name, value) => {
      expect(userData).toContain(`TIERRA_${name}=${value}\\\\n`);
    });

    it("answers the very hook that its group waits for", () => {
      const [hook] = template.one("aws_autoscaling_group", { name: "project-x-dev-flask" }).initial_lifecycle_hook;
      expect(userData).toContain(`TIERRA_LIFECYCLE_HOOK=${hook.name}\\\\n`);
    });
  });

  it("fails when a parameter could mean something else at boot", () => {
    const source = { git: { url: "https://example.com/app.git", ref: "main" } };
    expect(() => build({ source })).toThrow("source.git.ref must be a full commit id");
  });
});
