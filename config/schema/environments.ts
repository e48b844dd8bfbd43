import { overlaps } from "../../modules/shared/cidr";
import { requirement } from "../../modules/shared/errors";
import { createdZones, servedNames } from "./domains";
import type { Environment } from "./environment";
import { checkPhysicalNames } from "./physical-names";
import { ConfigurationError, type FileReport } from "./report";

/** Rules for two environments together. Each returns its problems, one line each. */
const RULES = [
  checkPhysicalNames,
  checkFileSystems,
  checkTables,
  checkNames,
  checkZones,
  checkDirectConnect,
  checkSites,
];

/**
 * Checks that the environments can exist together. Rules apply only where the environments share an account, a region or a
 * network.
 *
 * @throws ConfigurationError with every problem of every two environments, by the paths of both files
 */
export function checkEnvironments(environments: readonly Environment[]): void {
  const reports = environments.flatMap((one, index) =>
    environments.slice(index + 1).flatMap((other) => reportOf(one, other)),
  );
  if (reports.length > 0) {
    throw new ConfigurationError(reports);
  }
}

function reportOf(one: Environment, other: Environment): FileReport[] {
  const problems = RULES.flatMap((rule) => rule(one, other));
  return problems.length > 0 ? [{ file: `config/${one.name}.ts and config/${other.name}.ts`, problems }] : [];
}

/** EFS allows one file system with a creation token in an account and region. The token is the project. */
function checkFileSystems(one: Environment, other: Environment): string[] {
  const collides = one.threeTier && other.threeTier && one.accountId === other.accountId && one.region === other.region;
  return collides && one.project === other.project
    ? [
        requirement(
          "project",
          `differ between three-tier applications of account ${one.accountId} in ${one.region}`,
          one.project,
          "EFS allows one file system of a project, so use another project, region or account",
        ),
      ]
    : [];
}

function checkTables({ accountId, activeActive: one }: Environment, other: Environment): string[] {
  const name = one?.table.name;
  if (!one || accountId !== other.accountId || name !== other.activeActive?.table.name) {
    return [];
  }
  const regions = new Set(one.regions.map((region) => region.name));
  const shared = other.activeActive?.regions.find((region) => regions.has(region.name));
  return shared
    ? [requirement("activeActive.table.name", `differ in account ${accountId} and region ${shared.name}`, name)]
    : [];
}

/** CloudFront and API Gateway accept a domain name once, in all accounts together. */
function checkNames(one: Environment, other: Environment): string[] {
  const theirs = servedNames(other);
  const clash = servedNames(one).find(({ name }) => theirs.some((their) => their.name === name));
  return clash ? [requirement(clash.field, "serve one environment only", clash.name, "use another name")] : [];
}

/** Route 53 creates hosted zones with the same name, but the parent zone delegates to one of them only. */
function checkZones(one: Environment, other: Environment): string[] {
  const theirs = createdZones(other);
  const clash = createdZones(one).find(({ name }) => theirs.some((their) => their.name === name));
  return clash
    ? [requirement(clash.field, "be created by one environment", clash.name, "use its id in the other environment")]
    : [];
}

/** A hosted virtual interface is accepted once. A connection has one virtual interface for each VLAN. */
function checkDirectConnect(one: Environment, other: Environment): string[] {
  return interfacesOf(one).flatMap(({ field, link }) =>
    interfacesOf(other).flatMap(({ link: their }) => {
      if ("hosted" in link) {
        const isSame = "hosted" in their && link.hosted === their.hosted;
        return isSame ? [requirement(`${field}.hosted`, "belong to one environment", link.hosted)] : [];
      }
      const isSame = !("hosted" in their) && link.connectionId === their.connectionId && link.vlan === their.vlan;
      return isSame ? [requirement(`${field}.vlan`, `differ on the connection ${link.connectionId}`, link.vlan)] : [];
    }),
  );
}

function interfacesOf({ localZone }: Environment) {
  const { isList = false, virtualInterfaces = [] } = localZone?.directConnect ?? {};
  const field = "localZone.directConnect.virtualInterface";
  return virtualInterfaces.map((link, index) => ({ link, field: isList ? `${field}s[${index}]` : field }));
}

/** The VPN router of a site has a tunnel to each VPC, so that it must tell their addresses apart. */
function checkSites({ localZone: one }: Environment, { localZone: other }: Environment): string[] {
  const gateway = one?.onPremises.vpnGateway;
  if (!one || !other || gateway !== other.onPremises.vpnGateway || !overlaps(one.vpcCidr, other.vpcCidr)) {
    return [];
  }
  const rule = `not overlap ${other.vpcCidr}, because both VPCs have a tunnel to the VPN router ${gateway}`;
  return [requirement("localZone.vpcCidr", rule, one.vpcCidr)];
}
