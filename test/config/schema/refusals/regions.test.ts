import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { region: "us-gov-west-1" },
    [
      'region must be a region of the partition aws, got "us-gov-west-1"; the stacks do not support the partition aws-us-gov',
    ],
  ],
  [
    { region: "cn-north-1" },
    ['region must be a region of the partition aws, got "cn-north-1"; the stacks do not support the partition aws-cn'],
  ],
  [
    { region: "us-iso-east-1" },
    [
      'region must be a region of the partition aws, got "us-iso-east-1"; the stacks do not support the partition aws-iso',
    ],
  ],
  [
    { region: "us-isob-east-1" },
    [
      'region must be a region of the partition aws, got "us-isob-east-1"; the stacks do not support the partition aws-iso-b',
    ],
  ],
  [
    { region: "us-isof-south-1" },
    [
      'region must be a region of the partition aws, got "us-isof-south-1"; the stacks do not support the partition aws-iso-f',
    ],
  ],
  [
    { region: "eu-isoe-west-1" },
    [
      'region must be a region of the partition aws, got "eu-isoe-west-1"; the stacks do not support the partition aws-iso-e',
    ],
  ],
  [
    { region: "eusc-de-east-1" },
    [
      'region must be a region of the partition aws, got "eusc-de-east-1"; the stacks do not support the partition aws-eusc',
    ],
  ],
  [
    { region: "eu-west-9" },
    [
      'region must be an AWS region, e.g. eu-west-1, got "eu-west-9"; a new region belongs into config/schema/fields/regions.ts',
    ],
  ],
  [
    { region: "eu-west-1a" },
    ['region must be an AWS region, e.g. eu-west-1, got "eu-west-1a"; this is a zone, its region is eu-west-1'],
  ],
  [{ region: "EU-WEST-1" }, ['region must be an AWS region, e.g. eu-west-1, got "EU-WEST-1"']],
  [{ region: "ireland" }, ['region must be an AWS region, e.g. eu-west-1, got "ireland"']],
  [{ region: "" }, ['region must be an AWS region, e.g. eu-west-1, got "" (empty)']],
  [
    { region: "us-east-2" },
    ['region must be eu-west-1, the region of threeTier.network.zones and auroraApi.network.zones, got "us-east-2"'],
  ],
  [{ region: "eu_west_1" }, ['region must be an AWS region, e.g. eu-west-1, got "eu_west_1"']],
  [{ region: 1 }, ["region must be a string, got 1; write it in quotes"]],
  [{ region: null }, ["region must be a string, got null"]],
  [
    { region: "us-east-2", auroraApi: undefined },
    ['region must be eu-west-1, the region of threeTier.network.zones, got "us-east-2"'],
  ],
  [
    { region: "us-east-2", localZone: undefined, activeActive: undefined },
    ['region must be eu-west-1, the region of threeTier.network.zones and auroraApi.network.zones, got "us-east-2"'],
  ],
  [
    {
      "threeTier.network.zones.0.name": "eu-west-2a",
      "threeTier.network.zones.1.name": "eu-west-2b",
      "threeTier.network.zones.2.name": "eu-west-2c",
    },
    [
      'threeTier.network.zones must be Availability Zones of eu-west-1, not of eu-west-2, got ["eu-west-2a","eu-west-2b","eu-west-2c"]',
    ],
  ],
  [
    {
      "threeTier.network.zones.0.name": "eu-west-2a",
      "threeTier.network.zones.1.name": "eu-west-2b",
      "threeTier.network.zones.2.name": "eu-west-2c",
      auroraApi: undefined,
    },
    ['region must be eu-west-2, the region of threeTier.network.zones, got "eu-west-1"'],
  ],
  [
    { "auroraApi.network.zones.0.name": "us-east-1a", "auroraApi.network.zones.1.name": "us-east-1b" },
    [
      'auroraApi.network.zones must be Availability Zones of eu-west-1, not of us-east-1, got ["us-east-1a","us-east-1b"]',
    ],
  ],
  [
    { "threeTier.network.zones.1.name": "eu-west-2b" },
    ['threeTier.network.zones[1].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "eu-west-2b"'],
  ],
  [
    { "threeTier.network.zones.1.name": "eu-west-1" },
    ['threeTier.network.zones[1].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "eu-west-1"'],
  ],
  [
    { "threeTier.network.zones.1.name": "euw1-az1" },
    ['threeTier.network.zones[1].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "euw1-az1"'],
  ],
  [
    { "threeTier.network.zones.1.name": "eu-west-1-lhr-1a" },
    [
      'threeTier.network.zones[1].name must be an Availability Zone, not a Local Zone or Wavelength Zone, got "eu-west-1-lhr-1a"; use eu-west-1a, eu-west-1b, ...',
    ],
  ],
  [
    { "threeTier.network.zones.1.name": "eu-west-1-wl1-lon-wlz-1" },
    [
      'threeTier.network.zones[1].name must be an Availability Zone, not a Local Zone or Wavelength Zone, got "eu-west-1-wl1-lon-wlz-1"; use eu-west-1a, eu-west-1b, ...',
    ],
  ],
  [
    { "threeTier.network.zones.1.name": "" },
    ['threeTier.network.zones[1].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "" (empty)'],
  ],
  [
    { "threeTier.network.zones.1.name": "a" },
    ['threeTier.network.zones[1].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "a"'],
  ],
  [
    { "localZone.region": undefined },
    ["localZone.region must be eu-central-1, the region of zone and subnets.endpoints, got nothing"],
  ],
  [
    { "localZone.region": "us-east-1" },
    ['localZone.region must be eu-central-1, the region of zone and subnets.endpoints, got "us-east-1"'],
  ],
  [
    { "localZone.region": "us-gov-east-1" },
    [
      'localZone.region must be a region of the partition aws, got "us-gov-east-1"; the stacks do not support the partition aws-us-gov',
    ],
  ],
  [
    { "localZone.region": "eu-central-1a" },
    [
      'localZone.region must be an AWS region, e.g. eu-west-1, got "eu-central-1a"; this is a zone, its region is eu-central-1',
    ],
  ],
  [
    { "localZone.zone": "eu-central-1a" },
    ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "eu-central-1a"'],
  ],
  [
    { "localZone.zone": "eu-central-1-ham-1" },
    ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "eu-central-1-ham-1"'],
  ],
  [
    { "localZone.zone": "EU-CENTRAL-1-HAM-1A" },
    ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "EU-CENTRAL-1-HAM-1A"'],
  ],
  [
    { "localZone.zone": "us-east-1-bos-1a" },
    ['localZone.zone must be a Local Zone of eu-central-1, got "us-east-1-bos-1a"'],
  ],
  [
    { "localZone.zone": "us-east-1-wl1-bos-wlz-1" },
    ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "us-east-1-wl1-bos-wlz-1"'],
  ],
  [{ "localZone.zone": "ham" }, ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "ham"']],
  [{ "localZone.zone": "" }, ['localZone.zone must be a Local Zone, e.g. us-east-1-bos-1a, got "" (empty)']],
  [
    { "localZone.subnets.endpoints.0.zone": "eu-central-1-ham-1a" },
    [
      'localZone.subnets.endpoints[0].zone must be an Availability Zone, not a Local Zone or Wavelength Zone, got "eu-central-1-ham-1a"; use eu-central-1a, eu-central-1b, ...',
    ],
  ],
  [
    { "localZone.subnets.endpoints.0.zone": "eu-west-1a" },
    [
      'localZone.subnets.endpoints[0].zone must be an Availability Zone of eu-central-1, e.g. eu-central-1a, got "eu-west-1a"',
    ],
  ],
  [
    { "localZone.subnets.endpoints.0.zone": "" },
    [
      'localZone.subnets.endpoints[0].zone must be an Availability Zone of eu-central-1, e.g. eu-central-1a, got "" (empty)',
    ],
  ],
  [
    { "activeActive.regions.0.name": "eu-west-2" },
    ['activeActive.regions[0].name must be eu-west-1, the region of its zones, got "eu-west-2"'],
  ],
  [
    { "activeActive.regions.0.name": "cn-north-1" },
    [
      'activeActive.regions[0].name must be a region of the partition aws, got "cn-north-1"; the stacks do not support the partition aws-cn',
    ],
  ],
  [
    { "activeActive.regions.0.name": "eu-west-9" },
    [
      'activeActive.regions[0].name must be an AWS region, e.g. eu-west-1, got "eu-west-9"; a new region belongs into config/schema/fields/regions.ts',
    ],
  ],
  [
    { "activeActive.regions.0.name": "" },
    ['activeActive.regions[0].name must be an AWS region, e.g. eu-west-1, got "" (empty)'],
  ],
  [
    { "activeActive.regions.0.zones.0.name": "eu-west-2a" },
    [
      'activeActive.regions[0].zones[0].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "eu-west-2a"',
    ],
  ],
  [
    { "activeActive.regions.0.zones.0.name": "" },
    [
      'activeActive.regions[0].zones[0].name must be an Availability Zone of eu-west-1, e.g. eu-west-1a, got "" (empty)',
    ],
  ],
];

describe("a region or a zone", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
