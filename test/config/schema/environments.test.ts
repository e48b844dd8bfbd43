import { checkEnvironments } from "../../../config/schema/environments";
import { activeActiveInput } from "../../helpers/active-active";
import { LOCAL_ZONE, type Overrides, sampleEnvironment } from "../../helpers/environments";

const OTHER_ACCOUNT = "210987654321";
const ACTIVE = activeActiveInput(["eu-west-1", "eu-central-1"]);
const ZONES = ["a", "b"].map((letter, index) => ({
  name: `eu-west-1${letter}`,
  publicCidr: `10.11.${160 + 16 * index}.0/20`,
  privateCidr: `10.11.${128 + 16 * index}.0/20`,
  isolatedCidr: `10.11.${192 + 16 * index}.0/20`,
}));
const ELSEWHERE = { name: "api.example.org", hostedZone: { create: "example.org" } };

/** The problems of environments `one` and `two`, which are in one account and have no architecture but those of the overrides. */
function problemsOf(one: Overrides, two: Overrides): readonly string[] {
  const environments = [
    sampleEnvironment({ name: "one", threeTier: undefined, ...one }),
    sampleEnvironment({ name: "two", threeTier: undefined, ...two }),
  ];
  try {
    checkEnvironments(environments);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

const app = (network: object = {}): Overrides =>
  ({
    threeTier: { ...sampleEnvironment().threeTier, network: { ...sampleEnvironment().threeTier?.network, ...network } },
  }) as Overrides;
const active = (changes: object = {}): Overrides => ({ activeActive: { ...ACTIVE, ...changes } }) as Overrides;
const site = (changes: object = {}, onPremises: object = {}): Overrides =>
  ({ localZone: { ...LOCAL_ZONE, ...changes, onPremises: { ...LOCAL_ZONE.onPremises, ...onPremises } } }) as Overrides;
const via = (virtualInterface: object, changes: object = {}) =>
  site({ directConnect: { virtualInterface }, ...changes });
const VIRTUAL = LOCAL_ZONE.directConnect.virtualInterface;
/** A VPC whose subnets do not overlap those of the sample. */
const OTHER_VPC = {
  vpcCidr: "10.21.0.0/16",
  subnets: {
    publicCidr: "10.21.0.0/24",
    productionCidr: "10.21.1.0/24",
    utilityCidr: "10.21.2.0/24",
    endpoints: LOCAL_ZONE.subnets.endpoints.map(({ zone }, index) => ({ zone, cidr: `10.21.${8 + index}.0/24` })),
  },
};
const OTHER_SITE = { vpnGateway: "198.51.100.99" };
const RIVAL = { connectionId: "dxcon-other" };

const FILES = "config/one.ts and config/two.ts: 1 problem";

const REFUSED: readonly (readonly [string, Overrides, Overrides, string])[] = [
  [
    "give the same names",
    { name: "x-dev", project: "project" },
    { name: "dev", project: "project-x" },
    'project must give other names together with name than those of the other environment in account 123456789012, got "project-x-dev"; names start with project and name, so rename one of them',
  ],
  [
    "give the same names in two regions, because names of buckets and roles are global",
    { name: "x-dev", project: "project" },
    { name: "dev", project: "project-x", region: "us-east-1" },
    'project must give other names together with name than those of the other environment in account 123456789012, got "project-x-dev"; names start with project and name, so rename one of them',
  ],
  [
    "have three-tier applications of one project",
    app(),
    app(),
    'project must differ between three-tier applications of account 123456789012 in eu-west-1, got "sample"; EFS allows one file system of a project, so use another project, region or account',
  ],
  [
    "have a table with the same name",
    active(),
    active({ domain: ELSEWHERE }),
    'activeActive.table.name must differ in account 123456789012 and region eu-west-1, got "MyGlobalTable"',
  ],
  [
    "have a table with the same name in their second regions only",
    active(),
    { ...active({ domain: ELSEWHERE }), ...secondRegion("eu-central-1") },
    'activeActive.table.name must differ in account 123456789012 and region eu-central-1, got "MyGlobalTable"',
  ],
  [
    "serve the same name, in two accounts",
    active(),
    {
      accountId: OTHER_ACCOUNT,
      ...active({ domain: { name: "api.example.com", hostedZone: { id: "Z0123456789ABC" } } }),
    },
    'activeActive.domain.name must serve one environment only, got "api.example.com"; use another name',
  ],
  [
    "serve the name of a region",
    active(),
    {
      accountId: OTHER_ACCOUNT,
      ...app({ domain: { name: "eu-west-1.api.example.com", hostedZone: { id: "Z0123456789ABC" } } }),
    },
    'activeActive.domain.name must serve one environment only, got "eu-west-1.api.example.com"; use another name',
  ],
  [
    "create the same hosted zone",
    app({ domain: { name: "app.example.com", hostedZone: { create: "example.com" } } }),
    {
      accountId: OTHER_ACCOUNT,
      ...app({ domain: { name: "dev.example.com", hostedZone: { create: "example.com" } } }),
    },
    'threeTier.network.domain.hostedZone.create must be created by one environment, got "example.com"; use its id in the other environment',
  ],
  [
    "use the same VLAN of a connection",
    via(VIRTUAL),
    via(VIRTUAL, OTHER_VPC),
    "localZone.directConnect.virtualInterface.vlan must differ on the connection dxcon-fg1234ab, got 101",
  ],
  [
    "use the same VLAN of a connection in a list",
    site({ directConnect: { virtualInterfaces: [VIRTUAL] } }),
    via(VIRTUAL, OTHER_VPC),
    "localZone.directConnect.virtualInterfaces[0].vlan must differ on the connection dxcon-fg1234ab, got 101",
  ],
  [
    "accept the same virtual interface",
    via({ hosted: "dxvif-fg1234ab" }),
    via({ hosted: "dxvif-fg1234ab" }, OTHER_VPC),
    'localZone.directConnect.virtualInterface.hosted must belong to one environment, got "dxvif-fg1234ab"',
  ],
  [
    "have overlapping VPCs behind one VPN router",
    site(),
    { accountId: OTHER_ACCOUNT, ...via({ ...VIRTUAL, ...RIVAL }) },
    'localZone.vpcCidr must not overlap 10.20.0.0/16, because both VPCs have a tunnel to the VPN router 198.51.100.10, got "10.20.0.0/16"',
  ],
  [
    "have the name of the other's architecture",
    { name: "dev", ...site() },
    { name: "dev-local-zone", accountId: OTHER_ACCOUNT },
    'name must not be a selector for an architecture of dev, got "dev-local-zone"',
  ],
  [
    "have the name of the other's state",
    { name: "dev" },
    { name: "dev-state" },
    'name must not be a selector for an architecture of dev, got "dev-state"',
  ],
  [
    "have names that begin with a component",
    { name: "dev", auroraApi: { network: { zones: ZONES } } } as Overrides,
    { name: "aurora", project: "sample-dev", ...app() },
    'name must not give names that dev uses too in account 123456789012, got "aurora"; dev has names that start with sample-dev-aurora',
  ],
];

const ACCEPTED: readonly (readonly [string, Overrides, Overrides])[] = [
  ["have nothing in common but the account", {}, {}],
  [
    "have the same names in two accounts",
    { project: "project", name: "x-dev" },
    { project: "project-x", name: "dev", accountId: OTHER_ACCOUNT },
  ],
  ["have overlapping VPCs without a connection", app(), { project: "other", ...app() }],
  [
    "have three-tier applications of one project in two regions",
    app(),
    { region: "us-east-1", ...app(zonesIn("us-east-1")) },
  ],
  ["have the same table in two accounts", active(), { accountId: OTHER_ACCOUNT, ...active({ domain: ELSEWHERE }) }],
  ["have the same table in other regions", active(), { ...otherRegions(), name: "two" }],
  ["have tables with different names", active(), active({ domain: ELSEWHERE, table: { name: "Other" } })],
  ["use two VLANs of a connection", site(), via({ ...VIRTUAL, vlan: 102 }, { ...OTHER_VPC })],
  [
    "have overlapping VPCs behind two VPN routers",
    site(),
    {
      localZone: {
        ...LOCAL_ZONE,
        directConnect: { virtualInterface: { ...VIRTUAL, ...RIVAL } },
        onPremises: { ...LOCAL_ZONE.onPremises, ...OTHER_SITE },
      },
    } as Overrides,
  ],
  [
    "create a zone below the other's",
    app({ domain: { name: "a.example.com", hostedZone: { create: "example.com" } } }),
    { project: "other", ...app({ domain: { name: "b.dev.example.com", hostedZone: { create: "dev.example.com" } } }) },
  ],
  ["have the name of an architecture that the other lacks", { name: "dev" }, { name: "dev-aurora-api" }],
  [
    "have names that begin with a component of an architecture that the other lacks",
    { name: "dev" },
    { name: "dev-local-zone", ...app() },
  ],
];

/** A home region, with the same regions in the other order. */
function secondRegion(home: string): Overrides {
  const regions = activeActiveInput([home, "us-east-1"]).regions;
  return { activeActive: { ...ACTIVE, domain: ELSEWHERE, regions } } as Overrides;
}

function otherRegions(): Overrides {
  return {
    activeActive: { ...ACTIVE, domain: ELSEWHERE, regions: activeActiveInput(["us-east-1", "us-west-2"]).regions },
  } as Overrides;
}

function zonesIn(region: string): object {
  const zones = sampleEnvironment().threeTier?.network.zones ?? [];
  return { zones: zones.map((zone) => ({ ...zone, name: zone.name.replace("eu-west-1", region) })) };
}

describe("two environments", () => {
  it.each(REFUSED)("are refused if they %s", (_, one, two, problem) => {
    const [files, ...problems] = problemsOf(one, two);
    expect(problems).toEqual([`  ${problem}`]);
    expect(files).toBe(FILES.replace("one", one.name ?? "one").replace("two", two.name ?? "two"));
  });

  it.each(ACCEPTED)("are accepted if they %s", (_, one, two) => {
    expect(problemsOf(one, two)).toEqual([]);
  });
});
