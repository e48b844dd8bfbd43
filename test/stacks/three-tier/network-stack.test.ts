import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import fc from "fast-check";
import type { EnvironmentInput } from "../../../config/schema";
import { ThreeTierNetworkStack } from "../../../stacks/three-tier/network-stack";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";
import { threeTierEnvironment } from "../../helpers/three-tier";

type NetworkInput = Partial<NonNullable<EnvironmentInput["threeTier"]>["network"]>;

const LETTERS = ["a", "b", "c", "d", "e", "f"];

/** Zones with /21 ranges: public from 10.0.0.0, private from 10.0.64.0, isolated from 10.0.128.0. */
function zones(letters: readonly string[]) {
  return letters.map((letter, index) => ({
    name: `eu-west-1${letter}`,
    publicCidr: `10.0.${index * 8}.0/21`,
    privateCidr: `10.0.${64 + index * 8}.0/21`,
    isolatedCidr: `10.0.${128 + index * 8}.0/21`,
  }));
}

/** Facts of a stack with their tokens resolved to Terraform's text. */
function resolved<T>(scope: ThreeTierNetworkStack, value: T): T {
  return Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  }) as T;
}

/** The endpoints that hosts need without a NAT gateway. */
const EVERYTHING: NetworkInput["interfaceEndpoints"] = [
  ...(["secretsmanager", "ssm", "ssmmessages", "logs"] as const),
  ...(["autoscaling", "monitoring", "kms"] as const),
];

function build(network: NetworkInput = {}): { stack: ThreeTierNetworkStack; template: Template } {
  const { environment, config } = threeTierEnvironment({
    logRetentionInDays: 30,
    network: { zones: zones(["a", "b", "c"]), ...network },
    app: { source: { s3: { bucket: "releases", key: "app.tar.gz", versionId: "1" } } },
  });
  const stack = new ThreeTierNetworkStack(testApp(), "dev-three-tier-network", { environment, config });
  return { stack, template: Template.fromStack(stack) };
}

describe("ThreeTierNetworkStack", () => {
  describe("by default", () => {
    const { stack, template } = build();

    it("has a public, a private and an isolated subnet in every zone, in the order of the zones", () => {
      expect(stack.zones.map(({ name }) => name)).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
      template.count("aws_subnet", 9);
      for (const zone of stack.zones) {
        for (const tier of ["public", "private", "isolated"] as const) {
          expect(resolved(stack, zone[tier].subnetId)).toBe(template.ref("aws_subnet", `${tier}/${zone.name}`));
        }
      }
    });

    it("has the CIDR blocks of the configuration", () => {
      for (const zone of zones(["a", "b", "c"])) {
        for (const [tier, cidr] of [
          ["public", zone.publicCidr],
          ["private", zone.privateCidr],
          ["isolated", zone.isolatedCidr],
        ]) {
          template.one("aws_subnet", { cidr_block: cidr, tags: { Name: `project-x-dev-${tier}-${zone.name}` } });
        }
      }
    });

    it("has a gateway endpoint for S3 in the private and isolated subnets", () => {
      const tables = ["private", "isolated"].flatMap((tier) =>
        stack.zones.map(({ name }) => template.ref("aws_route_table", `${tier}/${name}`)),
      );
      const { route_table_ids } = template.one("aws_vpc_endpoint", { vpc_endpoint_type: "Gateway" });
      expect(route_table_ids).toEqual(tables);
    });

    it("has interface endpoints for the services of the hosts in the private subnets", () => {
      const endpoints = template.some("aws_vpc_endpoint", { vpc_endpoint_type: "Interface" });
      expect(endpoints.map(({ service_name }) => service_name).sort()).toEqual(
        ["ec2messages", "logs", "secretsmanager", "ssm", "ssmmessages"].map(
          (name) => `com.amazonaws.eu-west-1.${name}`,
        ),
      );
      for (const { subnet_ids } of endpoints) {
        expect(subnet_ids).toEqual(
          resolved(
            stack,
            stack.zones.map((zone) => zone.private.subnetId),
          ),
        );
      }
    });

    it("has flow logs, encrypted with its own key, with the retention of the configuration", () => {
      template.one("aws_flow_log", { vpc_id: template.ref("aws_vpc"), traffic_type: "ALL" });
      template.one("aws_cloudwatch_log_group", {
        retention_in_days: 30,
        kms_key_id: template.ref("aws_kms_key", undefined, "arn"),
      });
      template.one("aws_kms_alias", { name: "alias/project-x-dev-network" });
    });

    it("has no rule for the internet", () => {
      template.none("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "0.0.0.0/0" });
      template.none("aws_vpc_security_group_egress_rule");
    });

    it("has the VPC and the public source addresses as outputs", () => {
      expect(template.output("vpc_id")).toBe(template.ref("aws_vpc"));
      expect(template.output("nat_public_ips")).toEqual(
        stack.zones.map(({ name }) => template.ref("aws_nat_gateway", name, "public_ip")),
      );
    });

    it("has no hosted zone without a domain", () => {
      expect(stack.domain).toBeUndefined();
      template.none("aws_route53_zone");
      expect(template.json.output).not.toHaveProperty("name_servers");
    });
  });

  it("creates the hosted zone of the domain, with its name servers as an output", () => {
    const { stack, template } = build({
      domain: { name: "app.example.com", hostedZone: { create: "example.com" } },
    });
    template.one("aws_route53_zone", { name: "example.com" });
    const hostedZoneId = template.ref("aws_route53_zone", undefined, "zone_id");
    expect(resolved(stack, stack.domain)).toEqual({ name: "app.example.com", hostedZoneId });
    expect(template.output("name_servers")).toBe(template.ref("aws_route53_zone", undefined, "name_servers"));
  });

  it("uses an existing hosted zone", () => {
    const { stack, template } = build({
      domain: { name: "app.example.com", hostedZone: { id: "Z0123456789ABC" } },
    });
    expect(stack.domain).toEqual({ name: "app.example.com", hostedZoneId: "Z0123456789ABC" });
    template.none("aws_route53_zone");
  });

  it("has one default route per private route table, by mode, and none in the isolated ones", () => {
    const anyZones = fc.shuffledSubarray(LETTERS, { minLength: 2 });
    const anyMode = fc.constantFrom("one-per-az" as const, "single" as const, "none" as const);
    fc.assert(
      fc.property(anyZones, anyMode, (letters, natGateways) => {
        const { stack, template } = build({ zones: zones(letters), natGateways, interfaceEndpoints: EVERYTHING });
        const names = stack.zones.map(({ name }) => name);
        const hosts: readonly string[] = {
          "one-per-az": names,
          single: names.slice(0, 1),
          none: [],
        }[natGateways];
        const routes = template.resources.filter(({ type }) => type === "aws_route").map((route) => route.attributes);
        const routesOf = (tier: string, zone: string) =>
          routes.filter((route) => route.route_table_id === template.ref("aws_route_table", `${tier}/${zone}`));
        const wayOut = { destination_cidr_block: "0.0.0.0/0" };

        for (const zone of names) {
          const host = hosts.includes(zone) ? zone : hosts[0];
          const nat = host && { ...wayOut, nat_gateway_id: template.ref("aws_nat_gateway", `nat/${host}`) };
          expect(routesOf("private", zone)).toMatchObject(nat ? [nat] : []);
          expect(routesOf("isolated", zone)).toEqual([]);
          expect(routesOf("public", zone)).toMatchObject([
            { ...wayOut, gateway_id: template.ref("aws_internet_gateway") },
          ]);
        }
        for (const host of hosts) {
          const { attributes } = template.resource("aws_nat_gateway", `nat/${host}`);
          expect(attributes.subnet_id).toBe(template.ref("aws_subnet", `public/${host}`));
        }
        template.count("aws_nat_gateway", hosts.length);
        // There are no other routes.
        expect(routes).toHaveLength(letters.length * (natGateways === "none" ? 1 : 2));
      }),
      // A synthesis each; the space is small: 3 modes, 2 to 6 zones in any order.
      { numRuns: 20 },
    );
  });
});
