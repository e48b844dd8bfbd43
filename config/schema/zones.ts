import type { Fail } from "./fields/fail";
import { commonRegion, isRegion, regionOfZone, zoneProblem } from "./fields/region";

/** A zone's name and the path of its field. */
interface Zone {
  readonly path: readonly (string | number)[];
  readonly name: string;
}

/** The zones of a section, all of which belong to one region. */
interface ZonedSection {
  readonly path: readonly string[];
  /** The region that the section names, if it may name one. */
  readonly region?: string | undefined;
  readonly mayNameRegion: boolean;
  readonly zones: readonly Zone[];
  /** A Local Zone, which must belong to the region too. */
  readonly localZone?: Zone | undefined;
}

/** The parts of an environment that have zones. */
interface ZonedEnvironment {
  readonly region: string;
  readonly threeTier?: Tiered | undefined;
  readonly auroraApi?: Tiered | undefined;
  readonly localZone?: Local | undefined;
}

interface Tiered {
  readonly network: { readonly zones: readonly { readonly name: string }[] };
}

interface Local {
  readonly region?: string | undefined;
  readonly zone: string;
  readonly subnets: { readonly endpoints: readonly { readonly zone: string }[] };
}

/**
 * Checks that all zones belong to the region of their section. If they agree on another region, the region is probably wrong, so
 * that it is the only field reported.
 */
export function checkZones(environment: ZonedEnvironment, fail: Fail): void {
  const sections = sectionsOf(environment);
  const dependent = sections.filter((section) => section.region === undefined);
  const common = commonRegion(dependent.flatMap(names));
  if (isRegion(environment.region) && common && common !== environment.region && !dependent.some(isAlone)) {
    const lists = dependent.map(({ path }) => [...path, path[0] === "localZone" ? "zone" : "network.zones"].join("."));
    fail(["region"], `must be ${common}, the region of ${lists.join(" and ")}`);
  } else {
    for (const section of dependent) {
      checkSection(section, environment.region, fail);
    }
  }
  for (const section of sections.filter(({ region }) => region !== undefined)) {
    checkSection(section, section.region ?? environment.region, fail);
  }
}

/** A section that may have a region of its own: its zones say nothing about the environment's. */
function isAlone({ mayNameRegion }: ZonedSection, _: number, all: readonly ZonedSection[]): boolean {
  return mayNameRegion && all.length === 1;
}

function checkSection({ path, mayNameRegion, zones, localZone }: ZonedSection, region: string, fail: Fail): void {
  const common = commonRegion(names({ path, mayNameRegion, zones, localZone }));
  if (!isRegion(region)) {
    return;
  }
  if (common && common !== region) {
    if (mayNameRegion) {
      fail([...path, "region"], `must be ${common}, the region of zone and subnets.endpoints`);
    } else {
      const got = zones.map(({ name }) => name);
      fail([...path, "network", "zones"], `must be Availability Zones of ${region}, not of ${common}`, { got });
    }
    return;
  }
  if (localZone && regionOfZone(localZone.name) && !localZone.name.startsWith(`${region}-`)) {
    fail(localZone.path, `must be a Local Zone of ${region}`);
  }
  for (const zone of zones) {
    const problem = zoneProblem(zone.name, region);
    if (problem) {
      fail(zone.path, problem);
    }
  }
}

function names({ zones, localZone }: ZonedSection): string[] {
  return [...(localZone ? [localZone] : []), ...zones].map(({ name }) => name);
}

function sectionsOf({ threeTier, auroraApi, localZone }: ZonedEnvironment): ZonedSection[] {
  const tiered = Object.entries({ threeTier, auroraApi }).flatMap(([section, config]) =>
    config ? [tieredSection(section, config)] : [],
  );
  return localZone ? [...tiered, localSection(localZone)] : tiered;
}

function tieredSection(section: string, { network }: Tiered): ZonedSection {
  const zones = network.zones.map(({ name }, index) => ({ path: [section, "network", "zones", index, "name"], name }));
  return { path: [section], mayNameRegion: false, zones };
}

function localSection({ region, zone, subnets }: Local): ZonedSection {
  const zones = subnets.endpoints.map((endpoint, index) => ({
    path: ["localZone", "subnets", "endpoints", index, "zone"],
    name: endpoint.zone,
  }));
  return {
    path: ["localZone"],
    region,
    mayNameRegion: true,
    zones,
    localZone: { path: ["localZone", "zone"], name: zone },
  };
}
