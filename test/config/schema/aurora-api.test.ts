import { type EnvironmentInput, parseEnvironment } from "../../../config/schema";
import { type AuroraApiInput, auroraEnvironment, auroraProblems } from "../../helpers/aurora-api";

const problems = (auroraApi: AuroraApiInput) => auroraProblems(auroraApi);
const VPN = {
  serverCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1",
  authentication: {
    type: "certificate" as const,
    clientRootCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/2",
  },
};

describe("the relational API's configuration", () => {
  it("leaves most defaults to the modules", () => {
    const { auroraApi } = auroraEnvironment();
    expect(auroraApi).toMatchObject({
      network: { vpcCidr: "10.11.0.0/16", natGateways: "single" },
      data: {},
    });
    expect(auroraApi?.data).toEqual({ migrations: "stacks/aurora-api/migrations" });
    expect(auroraApi?.vpn).toBeUndefined();
  });

  it("associates the VPN with every zone by default", () => {
    expect(auroraEnvironment({ vpn: VPN }).auroraApi?.vpn).toEqual({ ...VPN, associations: "every-zone" });
  });

  it.each([
    [
      { minAcu: 0 },
      "minAcu must be from 0.5 to 256 in steps of 0.5, got 0; a cluster behind RDS Proxy never pauses at 0",
    ],
    [{ minAcu: 0.75 }, "minAcu must be from 0.5 to 256"],
    [{ maxAcu: 256.5 }, "maxAcu must be from 0.5 to 256"],
    [{ minAcu: 8, maxAcu: 4 }, "maxAcu must be at least 8, minAcu and 1, got 4"],
    [{ maxAcu: 0.5 }, "maxAcu must be at least 1, minAcu and 1, got 0.5"],
    [{ readers: 16 }, "readers must be a whole number from 0 to 15, got 16"],
    [{ backupRetentionInDays: 6 }, "backupRetentionInDays must be a whole number from 7 to 35"],
    ...["", "/srv/sql", "../sql", "a/../b", "a//b", "a/", true].map((migrations): [object, string] => [
      { migrations },
      `migrations must be a folder of this repository, e.g. stacks/aurora-api/migrations, or false if another tool changes the schema, got ${JSON.stringify(migrations)}`,
    ]),
    [{ databases: [] }, "databases must be at least 1 entry"],
    [{ databases: ["app", "app"] }, 'databases[1] must be named once only, got "app"'],
    [{ databases: ["a-b"] }, "databases[0] must be 1 to 64 letters"],
    [{ masterUsername: "admin" }, "masterUsername must not be a name that attackers try first"],
    [{ masterUsername: "reader" }, "masterUsername must not be one of migrator, api, reader"],
    [{ logs: ["error" as const] }, "logs must include audit"],
    [{ engineVersion: "8.0" }, "engineVersion must be an Aurora MySQL 3 version"],
    [
      { proxy: { idleClientTimeoutSeconds: 28_801 } },
      "idleClientTimeoutSeconds must be a whole number from 1 to 28800",
    ],
    [
      { proxy: { maxConnectionsPercent: 40, maxIdleConnectionsPercent: 50 } },
      "maxIdleConnectionsPercent must be at most maxConnectionsPercent (40), got 50",
    ],
  ])("refuses data %j", (data, problem) => {
    expect(problems({ data })).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    "*",
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::123456789012:role/*",
    "arn:aws-cn:iam::123456789012:role/developers",
    "arn:aws:sts::123456789012:assumed-role/developers/alice",
  ])("refuses access of %s", (principal) => {
    expect(problems({ data: { access: { reader: [principal] } } })).toEqual([
      `auroraApi.data.access.reader[0] must be the ARN of an IAM role or user, e.g. arn:aws:iam::111122223333:role/developers, got "${principal}"; sessions, accounts and wildcards are not accepted`,
    ]);
  });

  it("refuses access without principals and as another user", () => {
    expect(problems({ data: { access: { migrator: [] } } })).toEqual([
      expect.stringMatching(/access\.migrator must be at least 1 entry.*; remove the field to create no role/),
    ]);
    expect(problems({ data: { access: { api: [] } as never } })).toEqual([
      expect.stringContaining("access.api must not be set, because there is no such field"),
    ]);
  });

  it("accepts roles of IAM Identity Center and users for access", () => {
    const reader = [
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developers_0123456789abcdef",
      "arn:aws:iam::123456789012:user/people/alice",
    ];
    expect(problems({ data: { access: { reader } } })).toEqual([]);
  });

  it.each([
    [{ clientCidr: "192.168.128.0/23" }, "vpn.clientCidr must be a block of /12 to /22"],
    [{ clientCidr: "172.0.0.0/11" }, "vpn.clientCidr must be a block of /12 to /22"],
    [{ port: 433 as never }, "vpn.port must be 443 or 1194, got 433"],
    [{ sessionTimeoutHours: 9 as never }, "vpn.sessionTimeoutHours must be 8, 10, 12 or 24, got 9"],
    [
      { serverCertificateArn: "-----BEGIN CERTIFICATE-----" },
      "vpn.serverCertificateArn must be the ARN of a certificate",
    ],
    [{ clientCidr: "10.11.0.0/22" }, "vpn.clientCidr must not overlap the VPC's 10.11.0.0/16"],
    [{ clientCidr: "10.0.0.0/12" }, 'vpn.clientCidr must not overlap the VPC\'s 10.11.0.0/16, got "10.0.0.0/12"'],
  ])("refuses a VPN with %j", (vpn, problem) => {
    expect(problems({ vpn: { ...VPN, ...vpn } })).toEqual([expect.stringContaining(problem)]);
  });

  it("accepts public address space, about which the stack warns", () => {
    const zones = ["a", "b"].map((letter, index) => ({
      name: `eu-west-1${letter}`,
      publicCidr: `11.0.${160 + 16 * index}.0/20`,
      privateCidr: `11.0.${128 + 16 * index}.0/20`,
      isolatedCidr: `11.0.${192 + 16 * index}.0/20`,
    }));
    expect(problems({ network: { vpcCidr: "11.0.0.0/16", zones } })).toEqual([]);
  });

  it("refuses a Local Zone and a single zone", () => {
    const zone = { name: "eu-west-1-lon-1a", publicCidr: "10.11.0.0/20", privateCidr: "10.11.16.0/20" };
    const zones = [{ ...zone, isolatedCidr: "10.11.32.0/20" }];
    const found = problems({ network: { zones } });
    expect(found.join("\n")).toContain("network.zones must be at least 2 entries");
  });

  it("chooses an HTTP API by default", () => {
    expect(auroraEnvironment().auroraApi?.api.gateway).toEqual({ type: "http" });
    expect(auroraEnvironment({ api: { gateway: { type: "rest" } } }).auroraApi?.api.gateway).toEqual({ type: "rest" });
  });

  it.each([
    [{ type: "http", auth: { type: "jwt", issuer: "http://issuer.example", audience: ["a"] } }, "must be an https URL"],
    [{ type: "http", auth: { type: "jwt", issuer: "https://issuer.example", audience: [] } }, "at least 1 entry"],
    [{ type: "http", auth: { type: "none" } }, 'api.gateway.auth.type must be "iam" or "jwt", got "none"'],
    [{ type: "websocket" }, 'api.gateway.type must be "http" or "rest", got "websocket"'],
    [{ type: "rest", auth: { type: "iam" } }, "api.gateway.auth must not be set, because there is no such field"],
    [{ type: "rest", requestsPer5Minutes: 9 }, "must be a whole number from 10"],
  ])("refuses an API %j", (gateway, problem) => {
    expect(problems({ api: { gateway: gateway as never } })).toEqual([expect.stringContaining(problem)]);
  });

  it("may be left out", () => {
    const input: EnvironmentInput = { name: "test", accountId: "123456789012", region: "eu-west-1" };
    expect(parseEnvironment(input, "config/test.ts").auroraApi).toBeUndefined();
  });
});
