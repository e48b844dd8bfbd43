import { z } from "zod";
import { REGIONS } from "./regions";

/**
 * Partitions by the first part of their regions' names. Global services of the other partitions have other endpoints and features,
 * e.g. CloudFront is missing or separate, so that the stacks support the partition `aws` only.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const PARTITIONS = [
  [/^us-gov-/, "aws-us-gov"],
  [/^cn-/, "aws-cn"],
  [/^us-iso-/, "aws-iso"],
  [/^us-isob-/, "aws-iso-b"],
  [/^us-isof-/, "aws-iso-f"],
  [/^eu-isoe-/, "aws-iso-e"],
  [/^eusc-/, "aws-eusc"],
] as const;

/** AWS region, e.g. `eu-west-1`. */
export const region = z.string().superRefine((name, context) => {
  if (!isRegion(name)) {
    context.addIssue({ code: "custom", message: problemOf(name) });
  }
});

/** Whether the stacks can be deployed to the region. Checks of other fields skip a wrong region, which is reported itself. */
export function isRegion(name: string): boolean {
  return REGIONS.includes(name);
}

function problemOf(name: string): string {
  const [, partition] = PARTITIONS.find(([pattern]) => pattern.test(name)) ?? [];
  if (partition) {
    return `must be a region of the partition aws; the stacks do not support the partition ${partition}`;
  }
  const rule = "must be an AWS region, e.g. eu-west-1";
  const home = regionOfZone(name);
  if (home) {
    return `${rule}; this is a zone, its region is ${home}`;
  }
  return isRegionLike(name) ? `${rule}; a new region belongs into config/schema/fields/regions.ts` : rule;
}

function isRegionLike(name: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d+$/.test(name);
}

/** The region that a zone of any kind belongs to. Undefined if the name is none of a zone in a region of {@link isRegion}. */
export function regionOfZone(zone: string): string | undefined {
  const [, name = ""] = /^([a-z]{2}(?:-[a-z]+)+-\d)(?:[a-z]|-.+)$/.exec(zone) ?? [];
  return isRegion(name) ? name : undefined;
}

/** The region of all zones, if there are several zones and they agree. */
export function commonRegion(zones: readonly string[]): string | undefined {
  const regions = new Set(zones.map(regionOfZone));
  return zones.length > 1 && regions.size === 1 ? [...regions][0] : undefined;
}

/** Why a zone is not an Availability Zone of a region, as a rule. Undefined if it is one. */
export function zoneProblem(zone: string, regionName: string): string | undefined {
  if (new RegExp(`^${regionName}[a-z]$`).test(zone)) {
    return undefined;
  }
  return zone.startsWith(`${regionName}-`)
    ? `must be an Availability Zone, not a Local Zone or Wavelength Zone; use ${regionName}a, ${regionName}b, ...`
    : `must be an Availability Zone of ${regionName}, e.g. ${regionName}a`;
}
