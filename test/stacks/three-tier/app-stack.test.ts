import { type EnvironmentInput, loadEnvironments, parseEnvironment } from "../../../config/schema";
import { USER_DATA_LIMIT_BYTES } from "../../../modules/hosts/cloud-config";
import { ThreeTierAppStack } from "../../../stacks/three-tier/app-stack";
import type { DataFacts } from "../../../stacks/three-tier/data-stack";
import type { NetworkFacts } from "../../../stacks/three-tier/network-stack";
import { TIERED_NETWORK } from "../../helpers/network";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";

type Section = NonNullable<EnvironmentInput["threeTier"]>;

const ZONES = [
  { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
  { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
];

function networkFacts(withDomain: boolean): NetworkFacts {
  return {
    ...TIERED_NETWORK,
    hostedZoneId: withDomain ? "Z0123456789ABC" : undefined,
  };
}

const DATA: DataFacts = {
  mysqlClientSecurityGroupId: "sg-mysql-client",
  efsClientSecurityGroupId: "sg-efs-client",
  applicationSecretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:application-AbCdEf",
  applicationSecretKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1",
  mysqlIdentifier: "project-x-dev-mysql",
  replicaIdentifiers: ["project-x-dev-mysql-replica-a"],
  mysqlAddress: "mysql.example.com",
  mysqlPort: 3306,
  rotationFunctionName: "project-x-dev-mysql-rotation",
  fileSystemId: "fs-0123456789abcdef0",
  fileSystemArn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-0123456789abcdef0",
  accessPointId: "fsap-0123456789abcdef0",
  accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:111111111111:access-point/fsap-0123456789abcdef0",
  backupVaultName: "project-x-dev-data",
  posixUser: { uid: 1500, gid: 1500 },
};

interface Case {
  readonly domain?: boolean;
  readonly section?: Partial<Section>;
}

function stackOf({ domain = false, section }: Case = {}): ThreeTierAppStack {
  const zone = { name: "app.example.com", hostedZone: { create: "example.com" } };
  const environment = parseEnvironment(
    {
      name: "dev",
      accountId: "111111111111",
      region: "eu-west-1",
      tags: { Environment: "Dev" },
      threeTier: { network: { zones: ZONES, ...(domain ? { domain: zone } : {}) }, ...section },
    },
    "config/dev.ts",
  );
  const config = environment.threeTier;
  if (!config) {
    throw new Error("the environment has a three-tier section");
  }
  const network = networkFacts(domain);
  return new ThreeTierAppStack(testApp(), "dev-three-tier-app", { environment, config, network, data: DATA });
}

const templateOf = (options?: Case) => Template.fromStack(stackOf(options));

/** Bytes of a template's user data once Terraform has put an ARN or id in place of every reference. */
function userDataBytes(template: Template): number {
  const { user_data: userData } = template.one("aws_launch_template", { name: expect.stringMatching(/-flask$/) });
  const [, quoted = ""] = /^\$\{base64encode\((".*")\)\}$/s.exec(userData) ?? [];
  return Buffer.byteLength((JSON.parse(quoted) as string).replace(/\$\{[^}]+\}/g, "x".repeat(100)));
}

describe("ThreeTierAppStack", () => {
  const template = templateOf();
  const alarmName = (id: string) => template.ref("aws_cloudwatch_metric_alarm", id, "alarm_name");

  describe("who reaches whom", () => {
    const cloudFront = template.ref("data.aws_ec2_managed_prefix_list");

    it("lets CloudFront reach the load balancer, and the load balancer the hosts on 5000", () => {
      expect(template.reaches(cloudFront, "load-balancer/security-group", 80)).toBe(true);
      expect(template.reaches("load-balancer/security-group", "hosts/security-group", 5000)).toBe(true);
    });

    it.each([22, 80, 443, 3306])("lets the load balancer reach the hosts on nothing else, e.g. %d", (port) => {
      expect(template.reaches("load-balancer/security-group", "hosts/security-group", port)).toBe(false);
    });

    it("lets nothing else reach the hosts: no bastion, no host, no address", () => {
      for (const peer of ["bastions/security-group", "hosts/security-group", "10.0.0.0/16", "0.0.0.0/0", cloudFront]) {
        expect(template.reaches(peer, "hosts/security-group", 5000)).toBe(false);
      }
      template.one("aws_vpc_security_group_ingress_rule", {
        security_group_id: template.ref("aws_security_group", "hosts/security-group"),
      });
    });

    it("lets nothing reach the bastions", () => {
      template.none("aws_vpc_security_group_ingress_rule", {
        security_group_id: template.ref("aws_security_group", "bastions/security-group"),
      });
    });
  });

  describe("without a domain", () => {
    it("forwards HTTP, and tells the edge so", () => {
      template.one("aws_lb_listener", { port: 80, default_action: [{ type: "forward" }] });
      expect(stackOf()).toMatchObject({ originProtocol: "http", loadBalancerScheme: "internal" });
    });

    it("asks for no certificate", () => {
      template.none("aws_acm_certificate");
    });
  });

  describe("with a domain", () => {
    const named = templateOf({ domain: true });

    it("forwards HTTPS with a certificate that is issued, and tells the edge so", () => {
      named.one("aws_lb_listener", {
        port: 443,
        certificate_arn: named.ref("aws_acm_certificate_validation", undefined, "certificate_arn"),
        default_action: [{ type: "forward" }],
      });
      expect(stackOf({ domain: true })).toMatchObject({ originProtocol: "https" });
    });

    it("redirects HTTP", () => {
      named.one("aws_lb_listener", { port: 80, default_action: [{ type: "redirect" }] });
    });

    it("writes the validation record into the hosted zone of the network", () => {
      named.one("aws_route53_record", { zone_id: "Z0123456789ABC" });
    });

    it("lets CloudFront in on 443 alone", () => {
      named.one("aws_vpc_security_group_ingress_rule", {
        prefix_list_id: named.ref("data.aws_ec2_managed_prefix_list"),
        from_port: 443,
      });
    });
  });

  it.each([
    ["vpc-origin", "internal", true, "subnet-private-a"],
    ["cloudfront-only", "internet-facing", false, "subnet-public-a"],
    ["public", "internet-facing", false, "subnet-public-a"],
  ] as const)("has with exposure %s a load balancer that is %s", (exposure, scheme, internal, subnet) => {
    const stack = stackOf({ section: { app: { loadBalancer: { exposure } } } });
    expect(stack.loadBalancerScheme).toBe(scheme);
    const { subnets } = Template.fromStack(stack).one("aws_lb", { internal });
    expect(subnets[0]).toBe(subnet);
  });

  it("stops an instance refresh by the very alarms that it notifies people with", () => {
    const { preferences } = template.one("aws_autoscaling_group", { health_check_type: "ELB" }).instance_refresh;
    expect(preferences.alarm_specification.alarms).toEqual(
      ["unhealthy-hosts", "server-errors", "latency"].map((id) => alarmName(`load-balancer-alarms/${id}`)),
    );
  });

  it("pages for the same errors and latency", () => {
    const { alarm_rule: rule } = template.one("aws_cloudwatch_composite_alarm");
    for (const id of ["load-balancer-alarms/server-errors", "load-balancer-alarms/latency"]) {
      expect(rule).toContain(`ALARM("${alarmName(id)}")`);
    }
  });

  it("sends the page, and nothing else, to whoever is woken", () => {
    const onCall = { protocol: "https", endpoint: "https://pager.example.com", receives: "pages" } as const;
    const paged = templateOf({ section: { alarmSubscriptions: [onCall] } });
    const { alarm_name: name } = paged.one("aws_cloudwatch_composite_alarm");
    const { filter_policy: filter } = paged.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter)).toEqual({ AlarmName: [name] });
  });

  it("has no alarm that tells nobody or leaves silence open", () => {
    for (const alarm of template.all("aws_cloudwatch_metric_alarm", {
      alarm_actions: [template.ref("aws_sns_topic_policy", undefined, "arn")],
    })) {
      expect(alarm.treat_missing_data).toBeDefined();
    }
  });

  it("watches database, replica and file system of the data stack", () => {
    for (const dimensions of [
      { DBInstanceIdentifier: "project-x-dev-mysql" },
      { DBInstanceIdentifier: "project-x-dev-mysql-replica-a" },
    ]) {
      template.some("aws_cloudwatch_metric_alarm", { metric_name: "CPUUtilization", dimensions });
    }
    const { metric_query: queries } = template.one("aws_cloudwatch_metric_alarm", {
      alarm_name: "project-x-dev-efs-throughput",
    });
    expect(queries[1].metric.dimensions).toEqual({ FileSystemId: "fs-0123456789abcdef0" });
  });

  it("watches the backups and restore tests of the data stack", () => {
    const dimensions = { BackupVaultName: "project-x-dev-data" };
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfRestoreJobsFailed", dimensions });
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfBackupJobsFailed", dimensions });
  });

  it("looks for the hosts' own metric where the hosts publish it", () => {
    const { namespace } = template.one("aws_cloudwatch_metric_alarm", { metric_name: "DeepHealth" });
    const { user_data: userData } = template.one("aws_launch_template", { name: "project-x-dev-flask" });
    expect(userData).toContain(`TIERRA_METRIC_NAMESPACE=${namespace}\\\\n`);
    const { policy } = template.one("aws_iam_role_policy", { name: "project-x-dev-flask" });
    expect(policy).toContain(`"cloudwatch:namespace":"${namespace}"`);
  });

  it("tags what its groups launch with the environment's tags", () => {
    for (const { tag } of template.all("aws_autoscaling_group")) {
      expect(tag).toContainEqual({ key: "Environment", value: "Dev", propagate_at_launch: true });
    }
  });

  it("holds one key, for everything that it encrypts", () => {
    const key = template.ref("aws_kms_key", undefined, "arn");
    template.all("aws_cloudwatch_log_group", { kms_key_id: key });
    template.one("aws_sns_topic", { kms_master_key_id: key });
  });

  describe("what it prints", () => {
    it("opens a shell on a host by the document of this stack", () => {
      const command = template.output("shell_command");
      expect(command).toContain(`--document-name ${template.ref("aws_ssm_document", undefined, "name")}`);
      expect(command).toContain("Values=project-x-dev-flask ");
    });

    it("opens a tunnel to the database through a bastion", () => {
      const command = template.output("database_tunnel_command");
      expect(command).toContain("Values=project-x-dev-bastion ");
      expect(command).toContain('{"host":["mysql.example.com"],"portNumber":["3306"],"localPortNumber":["3306"]}');
    });

    it("names the load balancer and the topic", () => {
      expect(template.output("load_balancer_dns_name")).toBe(template.ref("aws_lb", undefined, "dns_name"));
      expect(template.output("alarm_topic_arn")).toBe(template.ref("aws_sns_topic_policy", undefined, "arn"));
    });
  });

  it("goes to the database through a host where there are no bastions", () => {
    const bare = templateOf({ section: { app: { bastions: { count: 0 } } } });
    bare.count("aws_autoscaling_group", 1);
    expect(bare.output("database_tunnel_command")).toContain("Values=project-x-dev-flask ");
  });

  it("can be taken down where the environment is not protected, logs and all", () => {
    const open = templateOf({ section: { deletionProtection: false } });
    open.one("aws_lb", { enable_deletion_protection: false });
    open.one("aws_s3_bucket", { force_destroy: true });
  });

  it("keeps load balancer and logs by default", () => {
    template.one("aws_lb", { enable_deletion_protection: true });
    template.one("aws_s3_bucket", { force_destroy: false });
  });

  it("reads the application from S3 when it is told to", () => {
    const s3 = { bucket: "releases", key: "app.tar.gz", versionId: "v1" };
    const fromBucket = templateOf({ section: { app: { source: { s3 } } } });
    const { user_data: userData } = fromBucket.one("aws_launch_template", { name: "project-x-dev-flask" });
    expect(userData).toContain("TIERRA_SOURCE_S3_BUCKET=releases");
  });

  it.each(loadEnvironments().map((environment) => [environment.name, environment] as const))(
    "boots hosts of %s with user data that EC2 takes",
    (_, environment) => {
      const config = environment.threeTier;
      if (config) {
        const id = `${environment.name}-three-tier-app`;
        const network = networkFacts(config.network.domain !== undefined);
        const stack = new ThreeTierAppStack(testApp(), id, { environment, config, network, data: DATA });
        expect(userDataBytes(Template.fromStack(stack))).toBeLessThan(USER_DATA_LIMIT_BYTES);
      }
    },
  );

  it("fails with a database class whose connections it cannot tell", () => {
    expect(() => stackOf({ section: { data: { mysql: { instanceClass: "db.x2g.large" } } } })).toThrow(
      "instanceClass must be of a t, m or r family",
    );
  });
});
