import fc from "fast-check";
import { containsBlock, overlaps, prefixLength } from "../../../../modules/shared/cidr";
import { problemsOf } from "../../../helpers/environments";

const TIERS = ["publicCidr", "privateCidr", "isolatedCidr"] as const;

/** Problems of a network whose zones a, b, ... have these public, private and isolated blocks. */
function problemsOfZones(blocks: readonly (readonly string[])[], network: object = {}): readonly string[] {
  const zones = blocks.map(([publicCidr, privateCidr, isolatedCidr], index) => ({
    name: `eu-west-1${"abcdef"[index]}`,
    publicCidr,
    privateCidr,
    isolatedCidr,
  }));
  return problemsOf({ threeTier: { network: { ...network, zones } } });
}

const ZONE_A = ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"];
const ZONE_B = ["10.0.3.0/24", "10.0.4.0/24", "10.0.5.0/24"];

describe("ranges of the network", () => {
  it("accepts adjacent blocks", () => {
    expect(problemsOfZones([ZONE_A, ZONE_B])).toEqual([]);
  });

  it.each([
    ["the later block lies in the earlier one", "10.0.0.0/20", "10.0.1.0/24"],
    ["the earlier block lies in the later one", "10.0.1.0/24", "10.0.0.0/20"],
    ["both are the same", "10.0.1.0/24", "10.0.1.0/24"],
  ])("refuses an overlap when %s", (_, earlier, later) => {
    const problems = problemsOfZones([
      [earlier, "10.0.32.0/24", "10.0.33.0/24"],
      ["10.0.34.0/24", "10.0.35.0/24", later],
    ]);
    expect(problems).toEqual([
      `threeTier.network.zones[1].isolatedCidr must not overlap zones[0].publicCidr ${earlier}, got "${later}"`,
    ]);
  });

  it("refuses a subnet outside the VPC, or larger than it", () => {
    const outside = ["10.1.0.0/24", ...ZONE_B.slice(1)];
    expect(problemsOfZones([ZONE_A, outside])).toEqual([
      'threeTier.network.zones[1].publicCidr must lie within vpcCidr 10.0.0.0/16, got "10.1.0.0/24"',
    ]);
    expect(problemsOfZones([["10.0.0.0/8", "10.0.1.0/24", "10.0.2.0/24"], ZONE_B])[0]).toBe(
      'threeTier.network.zones[0].publicCidr must lie within vpcCidr 10.0.0.0/16, got "10.0.0.0/8"',
    );
  });

  it("refuses a subnet smaller than /28", () => {
    expect(problemsOfZones([ZONE_A, ["10.0.3.0/29", ...ZONE_B.slice(1)]])).toEqual([
      'threeTier.network.zones[1].publicCidr must be a block of /28 or larger, got "10.0.3.0/29"',
    ]);
  });

  it.each(["10.0.0.0/15", "10.0.0.0/29"])("refuses a VPC of %s", (vpcCidr) => {
    expect(problemsOf({ threeTier: { network: { vpcCidr } } })).toContainEqual(
      expect.stringContaining(`threeTier.network.vpcCidr must be a block of /16 to /28, got "${vpcCidr}"`),
    );
  });

  it.each(["10.0.0.1/16", "10.0.0.0", "10.0.0.0/33", "::/0", "ten", "10.0.0.0/16 "])(
    "refuses %p as a block",
    (vpcCidr) => {
      expect(problemsOf({ threeTier: { network: { vpcCidr } } })).toEqual([
        `threeTier.network.vpcCidr must be an IPv4 CIDR block with its host bits cleared, e.g. 10.0.0.0/16, got "${vpcCidr}"`,
      ]);
    },
  );

  it("accepts exactly the subnets that lie in the VPC, are /28 or larger and share no address", () => {
    const block = fc
      .record({ address: fc.integer({ min: 0, max: 0x3ffff }), prefix: fc.integer({ min: 14, max: 30 }) })
      .map(({ address, prefix }) => blockAt((0x0a00 << 16) + address, prefix));
    const blocks = fc.array(fc.tuple(block, block, block), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(blocks, (zones) => {
        const all = zones.flat();
        const fits = all.every((one) => containsBlock("10.0.0.0/16", one) && prefixLength(one) <= 28);
        const apart = all.every((one, index) => all.every((other, at) => at <= index || !overlaps(one, other)));
        expect(problemsOfZones(zones).length === 0).toBe(fits && apart);
      }),
    );
  });

  it("accepts any even division of the VPC", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 21, max: 28 }), (zones, prefix) => {
        const size = 2 ** (32 - prefix);
        const next = (index: number) => blockAt((0x0a00 << 16) + index * size, prefix);
        const blocks = Array.from({ length: zones }, (_, zone) => TIERS.map((_, tier) => next(zone * 3 + tier)));
        expect(problemsOfZones(blocks)).toEqual([]);
      }),
    );
  });
});

describe("zones of the network", () => {
  it("refuses fewer than two", () => {
    expect(problemsOfZones([ZONE_A])).toEqual([
      expect.stringMatching(
        /^threeTier\.network\.zones must be at least 2 entries, got \[.*; a Multi-AZ database and a load balancer span two$/,
      ),
    ]);
    expect(problemsOf({ threeTier: { network: { zones: [] } } })).toHaveLength(1);
  });

  it("refuses the same zone twice", () => {
    const [publicCidr, privateCidr, isolatedCidr] = ZONE_B;
    const zones = [
      { name: "eu-west-1a", publicCidr: ZONE_A[0], privateCidr: ZONE_A[1], isolatedCidr: ZONE_A[2] },
      { name: "eu-west-1a", publicCidr, privateCidr, isolatedCidr },
    ];
    expect(problemsOf({ threeTier: { network: { zones } } })).toEqual([
      'threeTier.network.zones[1].name must be named once only, got "eu-west-1a"',
    ]);
  });
});

describe("routes out of the network", () => {
  const git = { git: "https://example.com/app", ref: "0".repeat(40) };
  const s3 = { s3: { bucket: "artifacts", key: "app.tar.gz", versionId: "1" } };

  it.each(["one-per-az", "single"])("accepts natGateways %s with a git source", (natGateways) => {
    expect(problemsOf({ threeTier: { network: { natGateways }, app: { source: git } } })).toEqual([]);
  });

  it("refuses natGateways none with a git source", () => {
    expect(problemsOf({ threeTier: { network: { natGateways: "none" } } })).toEqual([
      'threeTier.network.natGateways must be one-per-az or single for a git source, got "none"; without a NAT gateway use app.source.s3',
    ]);
  });

  it("refuses natGateways none without the endpoints that hosts need", () => {
    const network = { natGateways: "none" };
    expect(problemsOf({ threeTier: { network, app: { source: s3 } } })).toEqual([
      "threeTier.network.interfaceEndpoints must include autoscaling, monitoring, kms, got " +
        '["secretsmanager","ssm","ssmmessages","ec2messages","logs"]; ' +
        'with natGateways "none" hosts have no other route to them',
    ]);
    const all = ["secretsmanager", "ssm", "ssmmessages", "logs", "autoscaling", "monitoring", "kms"];
    expect(
      problemsOf({ threeTier: { network: { ...network, interfaceEndpoints: all }, app: { source: s3 } } }),
    ).toEqual([]);
  });

  it("refuses endpoints without Secrets Manager, which the rotation function needs", () => {
    expect(problemsOf({ threeTier: { network: { interfaceEndpoints: ["ssm"] } } })).toEqual([
      'threeTier.network.interfaceEndpoints must include secretsmanager, got ["ssm"]; the rotation function has no other route to it',
    ]);
  });

  it("refuses an unknown endpoint service", () => {
    expect(problemsOf({ threeTier: { network: { interfaceEndpoints: ["secretsmanager", "s4"] } } })).toEqual([
      expect.stringMatching(/^threeTier\.network\.interfaceEndpoints\[1\] must be "secretsmanager" or .*, got "s4"$/),
    ]);
  });

  it("needs the endpoint of Secrets Manager, from which the rotation has its only way", () => {
    expect(problemsOf({ threeTier: { network: { interfaceEndpoints: ["logs"] } } })).toEqual([
      'threeTier.network.interfaceEndpoints must include secretsmanager, got ["logs"]; the rotation function has no other route to it',
    ]);
  });
});

describe("domain of the network", () => {
  const problemsOfDomain = (name: string, hostedZone: object) =>
    problemsOf({ threeTier: { network: { domain: { name, hostedZone } } } });

  it.each(["example.com", "app.example.com", "a.b.example.com"])("accepts %s in the zone example.com", (name) => {
    expect(problemsOfDomain(name, { create: "example.com" })).toEqual([]);
  });

  it.each(["example.org", "badexample.com", "com.example"])("refuses %s in the zone example.com", (name) => {
    expect(problemsOfDomain(name, { create: "example.com" })).toEqual([
      `threeTier.network.domain.name must be example.com or end in .example.com, the hosted zone's name, got "${name}"`,
    ]);
  });

  it.each(["example.com.", "Example.com", "localhost", "exa mple.com", "-a.example.com"])(
    "refuses the name %p",
    (name) => {
      expect(problemsOfDomain(name, { id: "Z0123456789ABC" })).toEqual([
        `threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "${name}"`,
      ]);
    },
  );

  it("accepts the id of an existing hosted zone, and refuses another text", () => {
    expect(problemsOfDomain("app.example.com", { id: "Z0123456789ABC" })).toEqual([]);
    expect(problemsOfDomain("app.example.com", { id: "example.com" })).toHaveLength(1);
  });
});

function blockAt(address: number, prefix: number): string {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
}
