import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.network.interfaceEndpoints": ["secretsmanager", "ssm", "logs", "ssm"] },
    ['threeTier.network.interfaceEndpoints[3] must be named once only, got "ssm"'],
  ],
  [
    { "threeTier.network.interfaceEndpoints": "ssm" },
    ['threeTier.network.interfaceEndpoints must be an array, got "ssm"'],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/static/*", "/static/*"] },
    ['threeTier.edge.cachedPaths[1] must be named once only, got "/static/*"'],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/static/*", "static/*"] },
    ['threeTier.edge.cachedPaths[1] must be named once only, got "static/*"'],
  ],
  [
    { "threeTier.edge.cachedPaths": ["*.css", "*.js", "/*.css"] },
    ['threeTier.edge.cachedPaths[2] must be named once only, got "/*.css"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: ["KP", "KP"] } },
    ['threeTier.edge.geoRestriction.countries[1] must be named once only, got "KP"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: [] } },
    ["threeTier.edge.geoRestriction.countries must be at least 1 entry, got [] (empty)"],
  ],
  [
    {
      "threeTier.alarmSubscriptions": [
        { protocol: "email", endpoint: "a@example.com" },
        { protocol: "email", endpoint: "a@example.com", receives: "pages" },
      ],
    },
    ['threeTier.alarmSubscriptions[1].endpoint must be named once only, got "a@example.com"'],
  ],
  [
    {
      "activeActive.alarmSubscriptions": [
        { protocol: "https", endpoint: "https://a.example.com" },
        { protocol: "https", endpoint: "https://a.example.com" },
      ],
    },
    ['activeActive.alarmSubscriptions[1].endpoint must be named once only, got "https://a.example.com"'],
  ],
  [{ "auroraApi.data.databases": ["app", "app"] }, ['auroraApi.data.databases[1] must be named once only, got "app"']],
  [{ "auroraApi.data.databases": [] }, ["auroraApi.data.databases must be at least 1 entry, got [] (empty)"]],
  [
    { "auroraApi.data.logs": ["audit", "error", "error"] },
    ['auroraApi.data.logs[2] must be named once only, got "error"'],
  ],
  [{ "auroraApi.data.logs": ["error"] }, ['auroraApi.data.logs must include audit, got ["error"]']],
  [
    { "auroraApi.data.proxy.sessionPinningFilters": ["EXCLUDE_VARIABLE_SETS", "EXCLUDE_VARIABLE_SETS"] },
    ['auroraApi.data.proxy.sessionPinningFilters[1] must be named once only, got "EXCLUDE_VARIABLE_SETS"'],
  ],
  [
    {
      "auroraApi.api.gateway": {
        type: "http",
        auth: { type: "jwt", issuer: "https://a.example.com", audience: ["x", "y", "x"] },
      },
    },
    ['auroraApi.api.gateway.auth.audience[2] must be named once only, got "x"'],
  ],
  [
    { "auroraApi.api.gateway": { type: "http", auth: { type: "jwt", issuer: "https://a.example.com", audience: [] } } },
    ["auroraApi.api.gateway.auth.audience must be at least 1 entry, got [] (empty)"],
  ],
  [
    {
      "auroraApi.vpn.authentication": {
        type: "saml",
        providerArn: "arn:aws:iam::123456789012:saml-provider/x",
        groupIds: ["a", "b", "a"],
      },
    },
    ['auroraApi.vpn.authentication.groupIds[2] must be named once only, got "a"'],
  ],
  [
    {
      "auroraApi.vpn.authentication": {
        type: "saml",
        providerArn: "arn:aws:iam::123456789012:saml-provider/x",
        groupIds: [],
      },
    },
    [
      "auroraApi.vpn.authentication.groupIds must be at least 1 entry, got [] (empty); remove the field to permit all users",
    ],
  ],
  [
    { "localZone.onPremises.targets": ["192.168.0.2", "192.168.0.2"] },
    ['localZone.onPremises.targets[1] must be named once only, got "192.168.0.2"'],
  ],
  [{ "localZone.onPremises.targets": [] }, ["localZone.onPremises.targets must be 1 to 4 entries, got [] (empty)"]],
  [
    { "localZone.onPremises.targets": ["192.168.0.1", "192.168.0.2", "192.168.0.3", "192.168.0.4", "192.168.0.5"] },
    [
      'localZone.onPremises.targets must be 1 to 4 entries, got ["192.168.0.1","192.168.0.2","192.168.0.3","192.168.0.4","192.168.0.5"]',
    ],
  ],
  [
    { "localZone.onPremises.vpnTargets": ["192.168.255.1", "192.168.255.1"] },
    ['localZone.onPremises.vpnTargets[1] must be named once only, got "192.168.255.1"'],
  ],
  [
    { "localZone.onPremises.vpnTargets": [] },
    ["localZone.onPremises.vpnTargets must be 1 to 2 entries, got [] (empty)"],
  ],
  [
    { "localZone.onPremises.ranges": ["192.168.0.0/16", "192.168.0.0/16"] },
    ['localZone.onPremises.ranges[1] must be named once only, got "192.168.0.0/16"'],
  ],
  [{ "localZone.onPremises.ranges": [] }, ["localZone.onPremises.ranges must be 1 to 10 entries, got [] (empty)"]],
  [
    {
      "localZone.subnets.endpoints": [
        { zone: "eu-central-1a", cidr: "10.20.8.0/24" },
        { zone: "eu-central-1a", cidr: "10.20.9.0/24" },
      ],
    },
    ['localZone.subnets.endpoints[1].zone must be named once only, got "eu-central-1a"'],
  ],
  [
    { "localZone.subnets.endpoints": [] },
    ["localZone.subnets.endpoints must be 2 entries, got [] (empty); the endpoints are in two Availability Zones"],
  ],
  [
    { "threeTier.network.zones": [] },
    [
      "threeTier.network.zones must be at least 2 entries, got [] (empty); a Multi-AZ database and a load balancer span two",
    ],
  ],
  [{ "threeTier.network.zones": {} }, ["threeTier.network.zones must be an array, got {} (empty)"]],
  [
    { "threeTier.network.zones.1.name": "eu-west-1a" },
    ['threeTier.network.zones[1].name must be named once only, got "eu-west-1a"'],
  ],
  [
    { "auroraApi.network.zones.1.name": "eu-west-1a" },
    ['auroraApi.network.zones[1].name must be named once only, got "eu-west-1a"'],
  ],
  [
    { "activeActive.regions.0.zones.1.name": "eu-west-1a" },
    ['activeActive.regions[0].zones[1].name must be named once only, got "eu-west-1a"'],
  ],
  [
    { "activeActive.regions.1.name": "eu-west-1" },
    ['activeActive.regions[1].name must be named once only, got "eu-west-1"'],
  ],
  [
    { "activeActive.routing": { checkerRegions: ["eu-west-1", "us-east-1", "us-west-1", "us-east-1"] } },
    ['activeActive.routing.checkerRegions[3] must be named once only, got "us-east-1"'],
  ],
  [
    { "activeActive.routing": { checkerRegions: ["eu-west-1"] } },
    ['activeActive.routing.checkerRegions must be at least 3 entries, got ["eu-west-1"]; Route 53 requires three'],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com", audience: ["x", "x"] }] } },
    ['activeActive.api.auth.issuers[0].audience[1] must be named once only, got "x"'],
  ],
  [
    {
      "activeActive.api.auth": {
        type: "jwt",
        issuers: [
          { issuer: "https://a.example.com", audience: ["x"] },
          { issuer: "https://a.example.com", audience: ["y"] },
        ],
      },
    },
    ['activeActive.api.auth.issuers[1].issuer must be named once only, got "https://a.example.com"'],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [] } },
    ["activeActive.api.auth.issuers must be at least 1 entry, got [] (empty)"],
  ],
];

describe("a repeated entry, or a list of a wrong length", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
