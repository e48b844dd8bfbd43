import { type EnvironmentInput, loadEnvironments } from "../../../config/schema";
import { USER_DATA_LIMIT_BYTES } from "../../../modules/hosts/cloud-config";
import { ThreeTierAppStack } from "../../../stacks/three-tier/app-stack";
import type { DataFacts } from "../../../stacks/three-tier/data-facts";
import type { Overrides } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";
import { DATA, networkFacts, threeTierEnvironment, threeTierOf } from "../../helpers/three-tier";

interface Case {
  readonly domain?: boolean;
  readonly section?: Overrides<NonNullable<EnvironmentInput["threeTier"]>>;
  readonly data?: DataFacts;
}

function stackOf({ domain = false, section, data = DATA }: Case = {}): ThreeTierAppStack {
  const name = { name: "app.example.com", hostedZone: { create: "example.com" } };
  const network = { ...section?.network, ...(domain ? { domain: name } : {}) };
  const environment = threeTierEnvironment({ ...section, network });
  return new ThreeTierAppStack(testApp(), "dev-three-tier-app", {
    ...environment,
    network: networkFacts(domain),
    data,
  });
}

const templateOf = (options?: Case) => Template.fromStack(stackOf(options));

/** Bytes of the user data of the hosts, with 100 bytes for the value of each reference. */
function userDataBytes(template: Template): number {
  const { user_data: userData } = template.one("aws_launch_template", { name: expect.stringMatching(/-flask$/) });
  const [, quoted = ""] = /^\$\{base64encode\((".*")\)\}$/s.exec(userData) ?? [];
  return Buffer.byteLength((JSON.parse(quoted) as string).replace(/\$\{[^}]+\}/g, "x".repeat(100)));
}

describe("ThreeTierAppStack", () => {
  const template = templateOf();
  const alarmName = (id: string) => template.ref("aws_cloudwatch_metric_alarm", id, "alarm_name");

  describe("network access", () => {
    const cloudFront = template.ref("data.aws_ec2_managed_prefix_list");

    it("allows CloudFront to the load balancer, and the load balancer to the hosts on port 5000", () => {
      expect(template.reaches(cloudFront, "load-balancer/Resource/security-group", 80)).toBe(true);
      expect(template.reaches("load-balancer/Resource/security-group", "instances/hosts/security-group", 5000)).toBe(
        true,
      );
    });

    it.each([22, 80, 443, 3306])("allows the load balancer to no other port of the hosts: %d", (port) => {
      expect(template.reaches("load-balancer/Resource/security-group", "instances/hosts/security-group", port)).toBe(
        false,
      );
    });

    it("allows no other peer to the hosts: no bastion, host or address", () => {
      for (const peer of [
        "instances/bastions/security-group",
        "instances/hosts/security-group",
        "10.0.0.0/16",
        "0.0.0.0/0",
        cloudFront,
      ]) {
        expect(template.reaches(peer, "instances/hosts/security-group", 5000)).toBe(false);
      }
      template.one("aws_vpc_security_group_ingress_rule", {
        security_group_id: template.ref("aws_security_group", "instances/hosts/security-group"),
      });
    });

    it("allows no peer to the bastions", () => {
      template.none("aws_vpc_security_group_ingress_rule", {
        security_group_id: template.ref("aws_security_group", "instances/bastions/security-group"),
      });
    });
  });

  describe("without a domain", () => {
    it("forwards HTTP, as its facts show", () => {
      template.one("aws_lb_listener", { port: 80, default_action: [{ type: "forward" }] });
      expect(stackOf().loadBalancer).toMatchObject({ protocol: "http", scheme: "internal" });
    });

    it("has no certificate", () => {
      template.none("aws_acm_certificate");
    });
  });

  describe("with a domain", () => {
    const named = templateOf({ domain: true });

    it("forwards HTTPS with an issued certificate, as its facts show", () => {
      named.one("aws_lb_listener", {
        port: 443,
        certificate_arn: named.ref("aws_acm_certificate_validation", undefined, "certificate_arn"),
        default_action: [{ type: "forward" }],
      });
      expect(stackOf({ domain: true }).loadBalancer.protocol).toBe("https");
    });

    it("redirects HTTP", () => {
      named.one("aws_lb_listener", { port: 80, default_action: [{ type: "redirect" }] });
    });

    it("creates the validation record in the hosted zone of the network stack", () => {
      named.one("aws_route53_record", { zone_id: "Z0123456789ABC" });
    });

    it("allows CloudFront to port 443 only", () => {
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
  ] as const)("with exposure %s has a load balancer that is %s", (exposure, scheme, internal, subnet) => {
    const stack = stackOf({ section: { app: { loadBalancer: { exposure } } } });
    expect(stack.loadBalancer.scheme).toBe(scheme);
    const { subnets } = Template.fromStack(stack).one("aws_lb", { internal });
    expect(subnets[0]).toBe(subnet);
  });

  it("stops an instance refresh with the alarms of the load balancer", () => {
    const { preferences } = template.one("aws_autoscaling_group", { health_check_type: "ELB" }).instance_refresh;
    expect(preferences.alarm_specification.alarms).toEqual(
      ["unhealthy-hosts", "server-errors", "latency"].map((id) => alarmName(`load-balancer/alarms/${id}`)),
    );
  });

  it("pages for the same errors and latency", () => {
    const { alarm_rule: rule } = template.one("aws_cloudwatch_composite_alarm");
    for (const id of ["load-balancer/alarms/server-errors", "load-balancer/alarms/latency"]) {
      expect(rule).toContain(`ALARM("${alarmName(id)}")`);
    }
  });

  it("sends only the page to subscribers of pages", () => {
    const onCall = { protocol: "https", endpoint: "https://pager.example.com", receives: "pages" } as const;
    const paged = templateOf({ section: { alarmSubscriptions: [onCall] } });
    const { alarm_name: name } = paged.one("aws_cloudwatch_composite_alarm");
    const { filter_policy: filter } = paged.one("aws_sns_topic_subscription");
    expect(JSON.parse(filter)).toEqual({ AlarmName: [name, "project-x-dev-mysql-master-access"] });
  });

  it("notifies the topic of reads of the master secret, except by the rotation and the configured roles", () => {
    const masterSecretReaders = ["arn:aws:iam::123456789012:role/deploy"];
    const stack = templateOf({ section: { data: { masterSecretReaders } } });
    const rule = stack.one("aws_cloudwatch_event_rule", { name: "project-x-dev-mysql-master-access" });
    stack.one("aws_cloudwatch_event_target", { arn: stack.ref("aws_sns_topic_policy", undefined, "arn") });
    const { userIdentity } = JSON.parse(rule.event_pattern).detail;
    const rotation = "project-x-dev-mysql-rotation";
    expect(userIdentity.arn[1]["anything-but"]).toEqual([
      expect.stringMatching(`:assumed-role/${rotation}/${rotation}$`),
    ]);
    expect(userIdentity.sessionContext.sessionIssuer.arn[1]).toEqual({ "anything-but": masterSecretReaders });
  });

  it("notifies the topic of reads of both master secrets during a restore", () => {
    const [first] = DATA.database.masterSecrets;
    const other = { arn: `${first?.arn.replace(/-AbCdEf$/, "-g2-AbCdEf")}`, suffix: "-g2" };
    const database = { ...DATA.database, masterSecrets: [...DATA.database.masterSecrets, other] };
    const stack = templateOf({ data: { ...DATA, database } });
    const [one, two] = ["", "-g2"].map((end) => `project-x-dev-mysql-master-access${end}`);
    stack.one("aws_cloudwatch_event_rule", { name: one });
    stack.one("aws_cloudwatch_event_rule", { name: two });
    const sources = JSON.parse(stack.one("aws_sns_topic_policy").policy).Statement.flatMap(
      ({ Sid, Condition }: { Sid: string; Condition: { ArnEquals: object } }) =>
        Sid.startsWith("EventRule") ? Object.values(Condition.ArnEquals) : [],
    );
    expect(sources).toEqual([one, two].map((name) => `arn:aws:events:eu-west-1:123456789012:rule/${name}`));
  });

  it("has alarms that notify the topic and define how missing data counts", () => {
    for (const alarm of template.all("aws_cloudwatch_metric_alarm", {
      alarm_actions: [template.ref("aws_sns_topic_policy", undefined, "arn")],
    })) {
      expect(alarm.treat_missing_data).toBeDefined();
    }
  });

  it("monitors the database, its replica and the file system of the data stack", () => {
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

  it("monitors the backups and restore tests of the data stack", () => {
    const dimensions = { BackupVaultName: "project-x-dev-data" };
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfRestoreJobsFailed", dimensions });
    template.one("aws_cloudwatch_metric_alarm", { metric_name: "NumberOfBackupJobsFailed", dimensions });
  });

  it("uses one namespace for the hosts' metric in alarm, user data and permissions", () => {
    const { namespace } = template.one("aws_cloudwatch_metric_alarm", { metric_name: "DeepHealth" });
    const { user_data: userData } = template.one("aws_launch_template", { name: "project-x-dev-flask" });
    expect(userData).toContain(`TIERRA_METRIC_NAMESPACE=${namespace}\\\\n`);
    const { policy } = template.one("aws_iam_role_policy", { name: "project-x-dev-flask" });
    expect(policy).toContain(`"cloudwatch:namespace":"${namespace}"`);
  });

  it("tags groups and instances with the tags of the environment and of the stack", () => {
    for (const { tag } of template.all("aws_autoscaling_group")) {
      expect(tag).toContainEqual({ key: "Environment", value: "Dev", propagate_at_launch: true });
      expect(tag).toContainEqual({ key: "ManagedBy", value: "terraform", propagate_at_launch: true });
    }
  });

  it("encrypts everything with one key", () => {
    const key = template.ref("aws_kms_key", undefined, "arn");
    template.all("aws_cloudwatch_log_group", { kms_key_id: key });
    template.one("aws_sns_topic", { kms_master_key_id: key });
  });

  describe("the outputs", () => {
    it("have a command that opens a shell on a host with the session document", () => {
      const command = template.output("shell_command");
      expect(command).toContain(`--document-name ${template.ref("aws_ssm_document", undefined, "name")}`);
      expect(command).toContain("Values=project-x-dev-flask ");
    });

    it("have a command that opens a tunnel to the database through a bastion", () => {
      const command = template.output("database_tunnel_command");
      expect(command).toContain("Values=project-x-dev-bastion ");
      expect(command).toContain('{"host":["mysql.example.com"],"portNumber":["3306"],"localPortNumber":["3306"]}');
    });

    it("have the load balancer and the topic", () => {
      expect(template.output("load_balancer_dns_name")).toBe(template.ref("aws_lb", undefined, "dns_name"));
      expect(template.output("alarm_topic_arn")).toBe(template.ref("aws_sns_topic_policy", undefined, "arn"));
    });
  });

  it("opens the tunnel through a host without bastions", () => {
    const bare = templateOf({ section: { app: { bastions: { count: 0 } } } });
    bare.count("aws_autoscaling_group", 1);
    expect(bare.output("database_tunnel_command")).toContain("Values=project-x-dev-flask ");
  });

  it("can be destroyed with its logs when deletionProtection is false", () => {
    const open = templateOf({ section: { deletionProtection: false } });
    open.one("aws_lb", { enable_deletion_protection: false });
    open.one("aws_s3_bucket", { force_destroy: true });
  });

  it("keeps load balancer and logs by default", () => {
    template.one("aws_lb", { enable_deletion_protection: true });
    template.one("aws_s3_bucket", { force_destroy: false });
  });

  it("supports a source in S3", () => {
    const s3 = { bucket: "releases", key: "app.tar.gz", versionId: "v1" };
    const fromBucket = templateOf({ section: { app: { source: { s3 } } } });
    const { user_data: userData } = fromBucket.one("aws_launch_template", { name: "project-x-dev-flask" });
    expect(userData).toContain("TIERRA_SOURCE_S3_BUCKET=releases");
  });

  it.each(loadEnvironments().map((environment) => [environment.name, environment] as const))(
    "has user data within EC2's limit in %s",
    (_, environment) => {
      const config = threeTierOf(environment);
      const id = `${environment.name}-three-tier-app`;
      const network = networkFacts(config.network.domain !== undefined);
      const stack = new ThreeTierAppStack(testApp(), id, { environment, config, network, data: DATA });
      expect(userDataBytes(Template.fromStack(stack))).toBeLessThan(USER_DATA_LIMIT_BYTES);
    },
  );

  it("fails with an instance class whose connection limit is unknown", () => {
    const { writer, ...database } = DATA.database;
    const data = { ...DATA, database: { ...database, writer: { ...writer, instanceClass: "db.q1.large" } } };
    expect(() => stackOf({ data })).toThrow("instanceClass must be of a known family");
  });
});
