import type { AuroraApiConfig } from "./aurora-api";
import type { Fail } from "./fields/fail";
import { commonRegion, isRegion } from "./fields/region";

/** The parts of an environment that the check needs. */
interface Certified {
  readonly accountId: string;
  readonly region: string;
  readonly auroraApi?: Pick<AuroraApiConfig, "vpn" | "network"> | undefined;
}

/**
 * Checks that the VPN's ARNs belong to the account and region of the VPN endpoint. Client VPN accepts no others. The
 * region of the zones counts too, so that a wrong region of the environment is reported once.
 */
export function checkCertificates({ accountId, region, auroraApi }: Certified, fail: Fail): void {
  const { serverCertificateArn, authentication } = auroraApi?.vpn ?? {};
  const home = commonRegion(auroraApi?.network.zones.map(({ name }) => name) ?? []) ?? region;
  const check = (field: readonly string[], arn: string | undefined) => {
    const problem = arn?.startsWith("arn:") ? arnProblem(arn, { accountId, regions: [region, home] }) : undefined;
    if (problem) {
      fail(["auroraApi", "vpn", ...field], problem);
    }
  };
  check(["serverCertificateArn"], serverCertificateArn);
  if (authentication?.type === "certificate") {
    check(["authentication", "clientRootCertificateArn"], authentication.clientRootCertificateArn);
  } else {
    check(["authentication", "providerArn"], authentication?.providerArn);
  }
}

interface Owner {
  readonly accountId: string;
  /** The environment's region, and the one of the zones. */
  readonly regions: readonly [string, string];
}

/** IAM's ARNs have no region. */
function arnProblem(arn: string, { accountId, regions }: Owner): string | undefined {
  const [, partition, , region = "", account] = arn.split(":");
  if (partition !== "aws") {
    return "must be an ARN of the partition aws";
  }
  if (region && isRegion(regions[0]) && !regions.includes(region)) {
    return `must be in ${regions[0]}, the endpoint's region`;
  }
  return account === accountId || !/^\d{12}$/.test(accountId)
    ? undefined
    : `must be in the account ${accountId}, the endpoint's`;
}
