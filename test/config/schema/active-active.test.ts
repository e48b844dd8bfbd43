import { activeActiveInput } from "../../helpers/active-active";
import { problemsOf, sampleEnvironment } from "../../helpers/environments";

const [IRELAND, OTHER] = activeActiveInput(["eu-west-1", "eu-central-1"]).regions;

const TOKENS = { type: "jwt", issuers: [{ issuer: "https://login.example.com", audience: ["items"] }] };

function problems(section: object): string[] {
  const input = activeActiveInput(["eu-west-1", "eu-central-1"]);
  return problemsOf({ threeTier: undefined, activeActive: { ...input, ...section } }).map((problem) =>
    problem.replace("activeActive.", ""),
  );
}

describe("the active-active section", () => {
  it("requires regions and the authorization only", () => {
    const { domain: _, ...input } = activeActiveInput();
    const { activeActive } = sampleEnvironment({ threeTier: undefined, activeActive: input });
    expect(activeActive).toEqual({
      ...input,
      regions: input.regions.map((region) => ({ ...region, state: "active" })),
      table: { name: "MyGlobalTable", encryption: "customer-managed" },
      routing: { policy: "latency", evacuation: { type: "metric" } },
    });
  });

  it.each([
    [["drained", "active"], {}],
    [["active", "drained"], { routing: { policy: "failover" } }],
    [["active", "active", "removed"], { deletionProtection: false }],
    [["active", "drained", "removed"], { deletionProtection: false }],
    [["active", "removed", "active"], { deletionProtection: false, domain: undefined }],
  ] as const)("accepts regions that are %j", (states, section) => {
    expect(problems({ ...section, regions: inStates(states) })).toEqual([]);
  });

  it("accepts a removed region with deletion protection of the others", () => {
    const regions = inStates(["active", "active", "removed"]).map((region) => ({
      ...region,
      ...(region.state === "removed" ? { deletionProtection: false } : {}),
    }));
    expect(problems({ regions })).toEqual([]);
  });

  it("accepts the same CIDR blocks in several regions, which are not connected", () => {
    expect(problems({})).toEqual([]);
  });

  it("accepts a traffic policy for a name below the zone's, and an existing zone", () => {
    const routing = { policy: "traffic-policy" };
    expect(problems({ routing })).toEqual([]);
    const domain = { name: "api.example.com", hostedZone: { id: "Z0123456789ABC" } };
    expect(problems({ routing, domain })).toEqual([]);
  });

  it.each([
    [
      { api: { auth: { type: "iam" }, healthPath: "/health-short" } },
      'api.healthPath must be /health, or /health- and 16 to 64 lower-case letters or digits, got "/health-short"',
    ],
    [
      { api: { auth: { type: "iam" }, webAcl: { healthRequestsPer5Minutes: 30 } } },
      /^api\.webAcl\.healthRequestsPer5Minutes must be a whole number from 60 to/,
    ],
    [{ regions: [IRELAND] }, /^regions must be at least 2 entries, got .*; active-active needs two regions$/],
    [{ regions: [IRELAND, IRELAND] }, 'regions[1].name must be named once only, got "eu-west-1"'],
    [{ regions: [IRELAND, { ...OTHER, zones: [] }] }, /^regions\[1\]\.zones must be at least 2 entries/],
    [
      { regions: [IRELAND, { ...OTHER, vpcCidr: "10.16.0.0/15" }] },
      /^regions\[1\]\.vpcCidr must be a block of \/16 to/,
    ],
    [
      { regions: [IRELAND, { ...OTHER, zones: IRELAND?.zones.slice(0, 1).concat(OTHER?.zones.slice(1) ?? []) }] },
      'regions[1].zones[0].name must be an Availability Zone of eu-central-1, e.g. eu-central-1a, got "eu-west-1a"',
    ],
    [
      { regions: [IRELAND, withRanges("10.17.0.0/26", "10.16.0.64/26")] },
      'regions[1].zones[0].privateCidr must lie within vpcCidr 10.16.0.0/24, got "10.17.0.0/26"',
    ],
    [
      { regions: [IRELAND, withRanges("10.16.0.0/25", "10.16.0.64/26")] },
      'regions[1].zones[1].privateCidr must not overlap zones[0].privateCidr 10.16.0.0/25, got "10.16.0.64/26"',
    ],
    [
      { domain: { name: "api.example.org", hostedZone: { create: "example.com" } } },
      /^domain\.name must be example\.com or end in \.example\.com, the hosted zone's name/,
    ],
    [
      {
        domain: { name: "example.com", hostedZone: { create: "example.com" } },
        routing: { policy: "traffic-policy" },
      },
      'domain.name must be below example.com under a traffic policy, got "example.com"; use api.example.com',
    ],
    [
      { routing: { policy: "weighted" }, regions: [IRELAND, OTHER].map((region) => ({ ...region, weight: 0 })) },
      /^regions must hold an active region with a weight above 0/,
    ],
    [
      {
        routing: { policy: "weighted" },
        regions: [
          { ...IRELAND, weight: 0 },
          { ...OTHER, state: "drained" },
        ],
      },
      /^regions must hold an active region with a weight above 0/,
    ],
    [
      { regions: inStates(["drained", "drained"]) },
      'regions must hold an active region, got ["drained","drained"]; the shared name needs one',
    ],
    [
      { deletionProtection: false, regions: inStates(["active", "removed"]) },
      'regions must hold at least 2 regions that are not removed, got ["active","removed"]; add a region first',
    ],
    [
      { deletionProtection: false, regions: inStates(["removed", "active", "active"]) },
      'regions[0].state must be "active" or "drained" for the first region, got "removed"; see docs/active-active-regions.md to replace it',
    ],
    [
      { regions: inStates(["active", "active", "removed"]) },
      "regions[2].deletionProtection must be false for a removed region, got nothing; deploy its stack and the table stack with it before you remove it",
    ],
    [
      { domain: undefined, regions: inStates(["active", "drained"]) },
      'regions[1].state must be "active" or "removed" without a domain, got "drained"; requests reach the region by its own URL only',
    ],
    [
      { regions: [IRELAND, { ...OTHER, state: "gone" }] },
      /^regions\[1\]\.state must be "active" or "drained" or "removed"/,
    ],
    [
      { domain: undefined, routing: { policy: "latency" } },
      'routing must not be set without a domain, got {"policy":"latency"}; add domain, or remove routing',
    ],
    [
      { routing: { checkerRegions: ["eu-west-1", "us-east-1"] } },
      /^routing\.checkerRegions must be at least 3 entries, got .*; Route 53 requires three$/,
    ],
    [
      { routing: { checkerRegions: ["eu-west-1", "us-east-1", "eu-west-1"] } },
      'routing.checkerRegions[2] must be named once only, got "eu-west-1"',
    ],
    [{ table: { name: "a b" } }, /^table\.name must be 3 to 255 letters/],
    [
      { api: { auth: { type: "jwt", issuers: [] } } },
      /^api\.auth\.issuers must be at least 1 entry, got \[\] \(empty\)$/,
    ],
    [
      { api: { auth: { type: "jwt", issuers: [{ issuer: "http://login.example.com", audience: ["items"] }] } } },
      'api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "http://login.example.com"',
    ],
    [
      { api: { auth: { ...TOKENS, scopes: { write: "items", admin: "items" } } } },
      /^api\.auth\.scopes\.admin must differ from read and write/,
    ],
    [
      { api: { auth: { ...TOKENS, scopes: { read: "items read" } } } },
      /^api\.auth\.scopes\.read must be printable ASCII without spaces/,
    ],
    [
      {
        api: {
          auth: {
            ...TOKENS,
            issuers: [{ issuer: `https://login.example.com/${"x".repeat(256)}`, audience: ["items"] }],
          },
        },
      },
      /^api\.auth\.issuers\[0\]\.issuer must be at most 256 characters/,
    ],
    [{ api: { auth: { type: "none", ownership: "owner-overwrites" } } }, /api\.auth.*ownership/],
    [
      { api: { auth: { type: "iam", scopes: {} } } },
      'api.auth.scopes must not be set, because there is no such field with type "iam", got {} (empty); check its spelling',
    ],
    [
      { api: { auth: { ...TOKENS, scopes: { read: "${x}" } } } },
      /^api\.auth\.scopes\.read must not contain \$\{ or %\{, got/,
    ],
    [
      { api: { auth: { ...TOKENS, scopes: { read: "x".repeat(3500) } } } },
      /^api\.auth\.issuers must be at most 3500 bytes of JSON with scopes, got \d+; Lambda limits environment variables to 4 KB$/,
    ],
    [
      { api: { auth: { ...TOKENS, issuers: [{ issuer: "https://x.example.com:65536", audience: ["items"] }] } } },
      'api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "https://x.example.com:65536"',
    ],
    [
      { api: { auth: { ...TOKENS, issuers: [{ issuer: "https://-x.example.com", audience: ["items"] }] } } },
      'api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "https://-x.example.com"',
    ],
    [
      { api: { auth: { ...TOKENS, issuers: [{ issuer: "https://192.0.2.1", audience: ["items"] }] } } },
      'api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "https://192.0.2.1"',
    ],
    [
      { domain: { name: "api.example.com", hostedZone: { id: "Z0123456789ABC", queryLogging: true } } },
      "domain.hostedZone.queryLogging must not be set for an existing zone, got true; configure the query log where the zone is created",
    ],
    [
      { backup: {}, regions: [{ ...IRELAND, backup: false }, OTHER] },
      "backup must not be set without a region that is backed up, got {} (empty); set backup: true in a region",
    ],
    [{ api: { auth: { type: "iam", signature: "SigV4" } } }, /api\.auth.*signature/],
  ])("refuses %j", (section, problem) => {
    const [found, ...others] = problems(section);
    expect(others).toEqual([]);
    expect(found).toMatch(problem);
  });
});

function inStates(states: readonly ("active" | "drained" | "removed")[]) {
  const { regions } = activeActiveInput(["eu-west-1", "eu-central-1", "us-east-1"].slice(0, states.length));
  return regions.map((region, index) => ({ ...region, state: states[index] }));
}

describe("authorization of callers", () => {
  it.each([
    { type: "iam", ownership: "owner-overwrites" },
    { ...TOKENS, ownership: "owner-overwrites" },
    { ...TOKENS, scopes: { read: "items.read", write: "items.read", admin: "items:admin" } },
    { ...TOKENS, scopes: {} },
  ])("accepts %j", (auth) => {
    expect(problems({ api: { auth } })).toEqual([]);
  });
});

function withRanges(first: string, second: string) {
  return {
    ...OTHER,
    zones: [
      { name: "eu-central-1a", privateCidr: first },
      { name: "eu-central-1b", privateCidr: second },
    ],
  };
}
