import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.edge.cachedPaths": ["*"] },
    [
      'threeTier.edge.cachedPaths[0] must not match every path, got "*"; use the folder of static files, e.g. /static/*',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/*"] },
    [
      'threeTier.edge.cachedPaths[0] must not match every path, got "/*"; use the folder of static files, e.g. /static/*',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": ["**"] },
    [
      'threeTier.edge.cachedPaths[0] must not match every path, got "**"; use the folder of static files, e.g. /static/*',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/a b"] },
    [
      'threeTier.edge.cachedPaths[0] must be a path pattern of letters, digits and _ - . * ? $ / ~ " \' @ : + &, got "/a b"',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/ä"] },
    [
      'threeTier.edge.cachedPaths[0] must be a path pattern of letters, digits and _ - . * ? $ / ~ " \' @ : + &, got "/ä"',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": ["/a{b}"] },
    [
      'threeTier.edge.cachedPaths[0] must be a path pattern of letters, digits and _ - . * ? $ / ~ " \' @ : + &, got "/a{b}"',
    ],
  ],
  [
    { "threeTier.edge.cachedPaths": [`${"x".repeat(256)}`] },
    [`threeTier.edge.cachedPaths[0] must be at most 255 characters, got "${"x".repeat(79)}…`],
  ],
  [
    { "threeTier.edge.cachedPaths": [""] },
    [
      'threeTier.edge.cachedPaths[0] must be a path pattern of letters, digits and _ - . * ? $ / ~ " \' @ : + &, got "" (empty)',
    ],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: ["UK"] } },
    ['threeTier.edge.geoRestriction.countries[0] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "UK"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: ["gb"] } },
    ['threeTier.edge.geoRestriction.countries[0] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "gb"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: ["XX"] } },
    ['threeTier.edge.geoRestriction.countries[0] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "XX"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: ["Germany"] } },
    ['threeTier.edge.geoRestriction.countries[0] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "Germany"'],
  ],
  [
    { "threeTier.edge.geoRestriction": { type: "deny", countries: [""] } },
    ['threeTier.edge.geoRestriction.countries[0] must be an ISO 3166-1 alpha-2 code, e.g. GB, got "" (empty)'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: "null" } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "null"'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: "" } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "" (empty)'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: "a b" } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "a b"'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: 'a"b' } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "a\\"b"'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: "a\\b" } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "a\\\\b"'],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: `${"x".repeat(1025)}` } } },
    [`threeTier.app.source.s3.versionId must be the version of an object, not null, got "${"x".repeat(79)}…`],
  ],
  [
    { "threeTier.app.source": { s3: { bucket: "releases", key: "app.zip", versionId: "a\nb" } } },
    ['threeTier.app.source.s3.versionId must be the version of an object, not null, got "a\\nb"'],
  ],
  [{ "threeTier.app.source": {} }, ["threeTier.app.source must have git and ref, or s3, got {} (empty)"]],
  [
    { "threeTier.app.source": { git: "https://example.com/x" } },
    ["threeTier.app.source.ref must be a string, got nothing"],
  ],
  [
    { "threeTier.app.source": { git: "https://example.com/x", ref: "main" } },
    ['threeTier.app.source.ref must be a full commit id of 40 hexadecimal digits, got "main"'],
  ],
  [
    { "threeTier.app.source": { s3: {} } },
    [
      "threeTier.app.source.s3.bucket must be a string, got nothing",
      "threeTier.app.source.s3.key must be a string, got nothing",
      "threeTier.app.source.s3.versionId must be a string, got nothing",
    ],
  ],
  [{ "threeTier.app.source": "x" }, ['threeTier.app.source must be an object, got "x"']],
  [{ "threeTier.app.source": { url: "x" } }, ['threeTier.app.source must have git and ref, or s3, got {"url":"x"}']],
  [{ "threeTier.app.source": null }, ["threeTier.app.source must be an object, got null"]],
  [
    { "threeTier.app.targetGroup.healthCheckPath": "" },
    [
      'threeTier.app.targetGroup.healthCheckPath must be a path of a URL of at most 1024 characters, starting with /, got "" (empty)',
    ],
  ],
  [
    { "threeTier.app.targetGroup.healthCheckPath": "health" },
    [
      'threeTier.app.targetGroup.healthCheckPath must be a path of a URL of at most 1024 characters, starting with /, got "health"',
    ],
  ],
  [
    { "threeTier.app.targetGroup.healthCheckPath": "/a b" },
    [
      'threeTier.app.targetGroup.healthCheckPath must be a path of a URL of at most 1024 characters, starting with /, got "/a b"',
    ],
  ],
  [
    { "localZone.failover.appliance.image": "debian" },
    ['localZone.failover.appliance.image must be "strongswan" or an object, got "debian"'],
  ],
  [
    { "localZone.failover.appliance.image": { marketplace: "ami-1", rootDevice: "/dev/xvda", rootVolumeGiB: 8 } },
    ['localZone.failover.appliance.image.marketplace must be an image, e.g. ami-0123456789abcdef0, got "ami-1"'],
  ],
  [
    { "localZone.failover.appliance.image": {} },
    [
      "localZone.failover.appliance.image must have ami, or marketplace and rootDevice and rootVolumeGiB, got {} (empty)",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface": {} },
    [
      "localZone.directConnect.virtualInterface must have connectionId and vlan and customerAsn and amazonAddress and customerAddress, or hosted, got {} (empty)",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface": { hosted: "x" } },
    ['localZone.directConnect.virtualInterface.hosted must be a virtual interface, e.g. dxvif-fg1234ab, got "x"'],
  ],
  [
    { "localZone.directConnect.virtualInterface": { connectionId: "dxcon-a" } },
    [
      "localZone.directConnect.virtualInterface.vlan must be a whole number from 1 to 4094, got nothing",
      "localZone.directConnect.virtualInterface.customerAsn must be a whole number from 1 to 2147483646, got nothing",
      "localZone.directConnect.virtualInterface.amazonAddress must be a string, got nothing",
      "localZone.directConnect.virtualInterface.customerAddress must be a string, got nothing",
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface": null },
    ["localZone.directConnect.virtualInterface must be an object, got null"],
  ],
  [
    { "localZone.directConnect.virtualInterface.connectionId": "dxvif-a" },
    [
      'localZone.directConnect.virtualInterface.connectionId must be a connection or LAG, e.g. dxcon-fg1234ab, got "dxvif-a"',
    ],
  ],
  [
    { "localZone.directConnect.virtualInterface.connectionId": "" },
    [
      'localZone.directConnect.virtualInterface.connectionId must be a connection or LAG, e.g. dxcon-fg1234ab, got "" (empty)',
    ],
  ],
];

describe("a path, a country or a source", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
