import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { FlaskHosts, type FlaskHostsProps } from "../../../../modules/hosts/flask/flask-hosts";
import { SecretAccess } from "../../../../modules/security/secret-access";
import { Template } from "../../../helpers/template";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";

function build(props: Partial<FlaskHostsProps> = {}): Template {
  return Template.of((scope) => {
    const listener = new LbListener(scope, "listener", { loadBalancerArn: "lb", defaultAction: [{ type: "forward" }] });
    new FlaskHosts(scope, "hosts", {
      name: "project-x-dev-flask",
      names: { project: "project-x", environment: "dev" },
      accountId: "123456789012",
      region: "eu-west-1",
      vpcId: "vpc-1",
      subnetIds: ["subnet-a", "subnet-b"],
      clientSecurityGroupIds: ["sg-mysql-client", "sg-efs-client"],
      loadBalancer: {
        arnSuffix: "app/a/1",
        listener,
        targetGroup: { arn: "target-group", arnSuffix: "targetgroup/t/1", port: 5000, healthCheckPath: "/" },
      },
      secret: new SecretAccess({ arn: SECRET, kmsKeyArn: KEY, region: "eu-west-1" }),
      fileSystem: {
        fileSystemId: "fs-0123456789abcdef0",
        accessPointId: "fsap-0123456789abcdef0",
        posixUser: { uid: 1500, gid: 1501 },
        mountStatements: () => [{ sid: "Mount", actions: ["elasticfilesystem:ClientMount"], resources: ["arn"] }],
      },
      source: { git: { url: "https://example.com/app.git", ref: "0".repeat(40) } },
      kmsKeyArn: "key",
      sessionStatements: [{ sid: "Sessions", actions: ["ssmmessages:OpenDataChannel"], resources: ["*"] }],
      tags: { Environment: "Dev" },
      ...props,
    });
  });
}

describe("FlaskHosts", () => {
  const template = build();

  it("has no ingress rule by default, and opens HTTPS connections only", () => {
    template.none("aws_vpc_security_group_ingress_rule");
    template.one("aws_vpc_security_group_egress_rule", { ip_protocol: "tcp", from_port: 443, to_port: 443 });
  });

  it("also opens HTTP connections with outboundHttp", () => {
    const withHttp = build({ outboundHttp: true });
    withHttp.count("aws_vpc_security_group_egress_rule", 2);
    withHttp.one("aws_vpc_security_group_egress_rule", { ip_protocol: "tcp", from_port: 80, to_port: 80 });
  });

  it("sets the number of workers only when given", () => {
    const userData = (it: Template) => it.one("aws_launch_template").user_data as string;
    expect(userData(build({ workers: 1 }))).toContain("TIERRA_WORKERS=1");
    expect(userData(template)).not.toContain("TIERRA_WORKERS");
  });

  it("has the client security groups of the database and the file system", () => {
    template.one("aws_launch_template", {
      network_interfaces: [
        { security_groups: [template.ref("aws_security_group"), "sg-mysql-client", "sg-efs-client"] },
      ],
    });
  });

  it("logs to an encrypted log group, kept for a year by default", () => {
    template.one("aws_cloudwatch_log_group", {
      name: "/project-x-dev-flask",
      kms_key_id: "key",
      retention_in_days: 365,
    });
  });

  it("has the permissions of a Flask host and those for sessions", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy);
    const sids = Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(sids).toEqual(expect.arrayContaining(["ReadApplicationSecret", "Mount", "AnswerLaunchHook", "Sessions"]));
  });

  describe("the user data", () => {
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
    ])("has the parameter %s", (name, value) => {
      expect(userData).toContain(`TIERRA_${name}=${value}\\\\n`);
    });

    it("names the lifecycle hook of the group", () => {
      const [hook] = template.one("aws_autoscaling_group", { name: "project-x-dev-flask" }).initial_lifecycle_hook;
      expect(userData).toContain(`TIERRA_LIFECYCLE_HOOK=${hook.name}\\\\n`);
    });
  });

  it("runs 2 to 6 hosts of t3.xlarge with 30 GiB by default", () => {
    template.one("aws_autoscaling_group", { min_size: 2, desired_capacity: 4, max_size: 6 });
    template.one("aws_launch_template", {
      instance_type: "t3.xlarge",
      block_device_mappings: [{ ebs: { volume_size: 30 } }],
    });
  });

  it("stands alone: required props only", () => {
    const alone = build({ clientSecurityGroupIds: undefined, sessionStatements: undefined, tags: undefined });
    alone.one("aws_autoscaling_group", {
      tag: [{ key: "Name", value: "project-x-dev-flask", propagate_at_launch: true }],
    });
  });

  it("fails when a parameter breaks its rule", () => {
    const source = { git: { url: "https://example.com/app.git", ref: "main" } };
    expect(() => build({ source })).toThrow("source.git.ref must be a full commit id");
  });
});
