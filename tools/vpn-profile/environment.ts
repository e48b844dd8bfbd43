import type { Environment } from "../../config/schema";
import { environmentNamed } from "../shared/environment";
import { UsageError } from "../shared/usage-error";

/**
 * The environment whose Client VPN endpoint the profile is for.
 *
 * @throws UsageError when no environment has a VPN, when the environment `name` has none, or when its users log in with SAML
 */
export function environmentWithVpn(environments: readonly Environment[], name: string): Environment {
  const candidates = environments.filter(({ auroraApi }) => auroraApi?.vpn);
  if (candidates.length === 0) {
    throw new UsageError(
      "auroraApi.vpn must be configured in at least 1 environment, got none; see docs/aurora-api.md",
    );
  }
  const environment = environmentNamed(candidates, name);
  if (environment.auroraApi?.vpn?.authentication.type === "saml") {
    throw new UsageError(
      "auroraApi.vpn.authentication must be of type certificate, got saml; with SAML the AWS client needs no profile key",
    );
  }
  return environment;
}
