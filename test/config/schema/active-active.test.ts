import { activeActiveInput } from "../../helpers/active-active";
import { problemsOf, sampleEnvironment } from "../../helpers/environments";

const [IRELAND, OTHER] = activeActiveInput(["eu-west-1", "eu-central-1"]).regions;

function problems(section: object): string[] {
  const input = activeActiveInput(["eu-west-1", "eu-central-1"]);
  return problemsOf({ threeTier: undefined, activeActive: { ...input, ...section } }).map((problem) =>
    problem.replace("activeActive.", ""),
  );
}

describe("the active-active section", () => {
  it("requires regions, a domain and the authorization only", () => {
    const { activeActive } = sampleEnvironment({ activeActive: activeActiveInput() });
    expect(activeActive).toEqual({
      ...activeActiveInput(),
      domain: { name: "api.example.com", hostedZone: { create: "example.com", queryLogging: true } },
      table: { name: "MyGlobalTable", encryption: "customer-managed" },
      routing: { policy: "latency", evacuation: { type: "metric" } },
    });
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
      'regions[1].zones[1].privateCidr must not overlap eu-central-1a 10.16.0.0/25, got "10.16.0.64/26"',
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
      /^regions must hold a region with a weight above 0/,
    ],
    [
      { routing: { checkerRegions: ["eu-west-1", "us-east-1"] } },
      /^routing\.checkerRegions must be at least 3 entries, got .*; Route 53 requires three$/,
    ],
    [
      { routing: { checkerRegions: ["eu-west-1", "us-east-1", "eu-west-1"] } },
      /^routing\.checkerRegions must name each region once/,
    ],
    [{ table: { name: "a b" } }, /^table\.name must be 3 to 255 letters/],
    [{ api: { auth: { type: "jwt", issuers: [] } } }, /^api\.auth\.issuers must be at least 1 entries/],
    [
      { api: { auth: { type: "jwt", issuers: [{ issuer: "http://login.example.com", audience: ["items"] }] } } },
      'api.auth.issuers[0].issuer must be an https URL, got "http://login.example.com"',
    ],
  ])("refuses %j", (section, problem) => {
    const [found, ...others] = problems(section);
    expect(others).toEqual([]);
    expect(found).toMatch(problem);
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
