import { activeActive, activeActiveStacks, stackOf } from "../../helpers/active-active";
import type { Template } from "../../helpers/template";

const REGIONS = ["us-east-1", "eu-central-1"];

function build(section: Parameters<typeof activeActive>[0] = {}): Template {
  return stackOf(activeActiveStacks(activeActive(section, REGIONS)), "table");
}

describe("ActiveActiveTableStack", () => {
  const template = build();

  it("creates the table in the first region, independent of the environment's region", () => {
    expect(template.provider("aws").region).toBe("us-east-1");
    template.one("aws_dynamodb_table", { name: "MyGlobalTable", hash_key: "item_id" });
  });

  it("encrypts each region's table with a key of that region", () => {
    const table = template.one("aws_dynamodb_table");
    const replica = template.one("aws_dynamodb_table_replica", { provider: "aws.eu-central-1" });
    expect(table.server_side_encryption.kms_key_arn).toBe(template.ref("aws_kms_key", "key-us-east-1", "arn"));
    expect(replica.kms_key_arn).toBe(template.ref("aws_kms_key", "key-eu-central-1", "arn"));
    expect(template.resource("aws_kms_key", "key-eu-central-1").attributes.provider).toBe("aws.eu-central-1");
  });

  it("has no customer managed key if encryption is aws-managed", () => {
    const free = build({ table: { encryption: "aws-managed" } });
    // The key of the log of DNS queries is not the table's.
    expect(free.one("aws_kms_key").description).toBe("Encrypts the log of DNS queries of example.com");
    free.one("aws_dynamodb_table", { server_side_encryption: { enabled: true } });
  });

  it("validates the shared name once, and each region's own name", () => {
    template.count("aws_acm_certificate", 2);
    template.count("aws_route53_record", 3);
  });

  it("creates the zone and outputs its name servers, or uses an existing zone", () => {
    template.one("aws_route53_zone", { name: "example.com" });
    expect(template.output("name_servers")).toBeDefined();
    const domain = { name: "api.example.com", hostedZone: { id: "Z0123456789ABC" } };
    const existing = build({ domain });
    existing.none("aws_route53_zone");
    existing.all("aws_route53_record", { zone_id: "Z0123456789ABC" });
  });

  it("logs the DNS queries of a zone that it creates, unless the configuration says otherwise", () => {
    template.one("aws_route53_query_log", { zone_id: template.ref("aws_route53_zone", undefined, "zone_id") });
    template.one("aws_cloudwatch_log_group", { name: "/aws/route53/example.com" });
    const hostedZone = { create: "example.com", queryLogging: false };
    build({ domain: { name: "api.example.com", hostedZone } }).none("aws_route53_query_log");
  });
});
