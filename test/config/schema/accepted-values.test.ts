import { type Changes, problemsWith } from "../../helpers/whole-environment";

const ID = { id: "Z0123456789ABC" };
const REPLICAS = "threeTier.data.mysql.readReplicas";

/** Changes of a valid environment that AWS accepts too. */
const ACCEPTED: readonly Changes[] = [
  ...[
    "/static/*",
    "*.css",
    "static/*",
    "images/*.jp?g",
    "/a$b~c",
    "/@x:y+z&w",
    "/",
    "/*/x",
    "*.*",
    `/${"x".repeat(254)}`,
  ].map((path) => ({ "threeTier.edge.cachedPaths": [path] })),
  { "threeTier.edge.cachedPaths": [] },
  { "threeTier.edge.geoRestriction": { type: "allow", countries: ["GB", "DE", "US"] } },
  ...[0, 30, 900].map((seconds) => ({ "threeTier.app.targetGroup": { slowStartSeconds: seconds } })),
  ...[0, 1, 60].map((seconds) => ({ "threeTier.data.mysql.monitoringIntervalSeconds": seconds })),
  ...[
    "xn--bcher-kva.example.com",
    "app.xn--p1ai",
    "a--b.example.com",
    "1.example.com",
    "a.b.c.d.example.museum",
    `${"a".repeat(52)}.example.com`,
  ].map((name) => ({ "threeTier.network.domain": { name, hostedZone: ID } })),
  { "threeTier.network.domain": { name: "xn--bcher-kva.de", hostedZone: { create: "xn--bcher-kva.de" } } },
  ...[
    "1",
    "v1.abc",
    "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY+MTRCxf3vjVBH40Nr8X8gdRQBpUMLUo",
    "a=b==",
    "-x",
    "../x",
    "x".repeat(1024),
    "NULL",
  ].map((versionId) => ({ "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId } } })),
  ...[
    "t3.nano",
    "t4g.medium",
    "m7i-flex.large",
    "c7gn.16xlarge",
    "u-6tb1.112xlarge",
    "u7i-12tb.224xlarge",
    "a1.metal",
    "m7i.metal-24xl",
    "im4gn.large",
    "p4de.24xlarge",
    "x2iedn.32xlarge",
  ].map((type) => ({ "threeTier.app.instanceType": type })),
  ...[
    "db.t4g.medium",
    "db.m8g.large",
    "db.r6idn.32xlarge",
    "db.x2iedn.xlarge",
    "db.z1d.large",
    "db.c6gd.xlarge",
    "db.x1e.xlarge",
  ].map((instanceClass) => ({ "threeTier.data.mysql.instanceClass": instanceClass })),
  ...["app", "App_2", "a".repeat(64), "mysql_app", "names"].map((name) => ({
    "threeTier.data.mysql.databaseName": name,
  })),
  ...["app_user", "Owner", "a".repeat(16), "rds_user"].map((name) => ({ "threeTier.data.mysql.masterUsername": name })),
  { [REPLICAS]: 0 },
  { [REPLICAS]: -0 },
  ...["prod", "v1-beta", "a_b", "x".repeat(128)].map((stage) => ({ "activeActive.api.stage": stage })),
  ...["none", {}, { requestsPer5Minutes: 10 }].map((webAcl) => ({ "activeActive.api.webAcl": webAcl })),
  { "activeActive.table.name": "a.b-c_D" },
  { "activeActive.regions.1.vpcCidr": "10.16.0.0/24" },
  ...[
    "https://login.example.com",
    "https://login.example.com/oauth2/default",
    "https://login.example.com:8443/realms/x?y=1",
  ].map((issuer) => ({
    "activeActive.api.auth": { type: "jwt", issuers: [{ issuer, audience: ["api://items", "a b"] }] },
  })),
  ...["ops@example.com", "a+b.c@sub.example.co.uk", "'x'@example.com"].map((endpoint) => ({
    "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint }],
  })),
  ...["https://events.example.com/x/y?z=%20", "https://example.com", "https://a-b.example.com:443/x"].map(
    (endpoint) => ({ "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint }] }),
  ),
  {
    "threeTier.alarmSubscriptions": [
      { protocol: "email", endpoint: "a@example.com" },
      { protocol: "email", endpoint: "b@example.com" },
    ],
  },
  { "auroraApi.vpn.banner": "Private network.\nConnections are logged. 100 % $5" },
  { "auroraApi.vpn.clientCidr": "100.64.0.0/16" },
  {
    "auroraApi.vpn.authentication": {
      type: "saml",
      providerArn: "arn:aws:iam::123456789012:saml-provider/sso",
      groupIds: ["a", "b c"],
    },
  },
  { "auroraApi.network.vpcCidr": "10.11.0.0/16" },
  ...["192.168.0.0/16", "192.168.0.0/18"].map((range) => ({
    "localZone.onPremises.ranges": [range, "192.168.255.0/24", "172.16.0.0/12", "100.64.0.0/10"],
  })),
  ...["8.8.8.8", "198.51.100.10", "203.0.113.1", "172.32.0.1", "100.128.0.1", "192.1.2.3"].map((gateway) => ({
    "localZone.onPremises.vpnGateway": gateway,
  })),
  ...["vpn.example.com", "fw@example.com", "192.168.1.1", "%any"].map((vpnId) => ({
    "localZone.onPremises.vpnId": vpnId,
  })),
  ...[1, 64_513, 2_147_483_646].map((asn) => ({ "localZone.directConnect.virtualInterface.customerAsn": asn })),
  {
    "localZone.directConnect.virtualInterface.amazonAddress": "10.255.0.0/31",
    "localZone.directConnect.virtualInterface.customerAddress": "10.255.0.1/31",
  },
  { "localZone.directConnect.virtualInterface": { hosted: "dxvif-fg1234ab" } },
  ...[0, 7, 30].map((days) => ({ "localZone.secretRecoveryInDays": days })),
  { tags: { "cost centre": "42", "team:owner/x=y+z@a_b.c-d": "ä 1", Environment: "Dev", Name: "x", empty: "" } },
  { tags: Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`key${index}`, "v"])) },
  { tags: Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`key${index}`, "v"])), activeActive: undefined },
  // The limits depend on the architectures of the environment.
  { project: "x".repeat(34), threeTier: undefined, activeActive: undefined, auroraApi: undefined },
  { project: "x".repeat(31), threeTier: undefined, activeActive: undefined },
  { project: "x".repeat(26), threeTier: undefined },
  { project: "internal", threeTier: undefined },
  { project: "aws-demo", threeTier: undefined, localZone: undefined },
  { project: "sg", threeTier: undefined, activeActive: undefined, auroraApi: undefined, localZone: undefined },
  { name: "awsome", project: "my-aws" },
];

describe("a value that AWS accepts", () => {
  it.each(ACCEPTED)("is accepted: %j", (changes) => {
    expect(problemsWith(changes)).toEqual([]);
  });
});
