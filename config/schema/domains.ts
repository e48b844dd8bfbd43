import type { Fail } from "./fields/fail";

/** A domain name of an environment, or a hosted zone that it creates. */
export interface ConfiguredDomain {
  readonly field: string;
  readonly name: string;
}

/** The part of an environment that contains domains. */
export interface EnvironmentWithDomains {
  readonly threeTier?: { readonly network: { readonly domain?: Domain | undefined } } | undefined;
  readonly activeActive?:
    | { readonly domain?: Domain | undefined; readonly regions: readonly { readonly name: string }[] }
    | undefined;
}

interface Domain {
  readonly name: string;
  readonly hostedZone: object;
}

/** The domains of an environment, by the field that contains them. */
function domainsOf({ threeTier, activeActive }: EnvironmentWithDomains) {
  return Object.entries({
    "threeTier.network.domain": threeTier?.network.domain,
    "activeActive.domain": activeActive?.domain,
  }).flatMap(([field, domain]) => (domain ? [{ field, ...domain }] : []));
}

/** Every name that the environment's resources serve: the domain names, and the name of each region. */
export function servedNames(environment: EnvironmentWithDomains): ConfiguredDomain[] {
  return domainsOf(environment).flatMap(({ field, name }) => {
    const regions = field.startsWith("activeActive") ? (environment.activeActive?.regions ?? []) : [];
    return [name, ...regions.map((region) => `${region.name}.${name}`)].map((one) => ({
      field: `${field}.name`,
      name: one,
    }));
  });
}

/** The hosted zones that the environment creates. */
export function createdZones(environment: EnvironmentWithDomains): ConfiguredDomain[] {
  return domainsOf(environment).flatMap(({ field, hostedZone }) =>
    "create" in hostedZone ? [{ field: `${field}.hostedZone.create`, name: String(hostedZone.create) }] : [],
  );
}

/** Checks that two architectures of an environment do not serve the same name, or create the same hosted zone. */
export function checkDomains(environment: EnvironmentWithDomains, fail: Fail): void {
  const first = (all: readonly ConfiguredDomain[]) => all.filter(({ field }) => field.startsWith("threeTier"));
  const second = (all: readonly ConfiguredDomain[]) => all.filter(({ field }) => field.startsWith("activeActive"));
  for (const [all, rule] of [
    [servedNames(environment), "must differ from threeTier.network.domain.name; a name leads to one architecture"],
    [createdZones(environment), "must not be created twice; use the id of the first hosted zone"],
  ] as const) {
    const clash = second(all).find(({ name }) => first(all).some((other) => other.name === name));
    if (clash) {
      fail(clash.field.split("."), rule);
    }
  }
}
