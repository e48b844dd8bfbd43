import { readFileSync } from "node:fs";
import { RDSClient } from "@aws-sdk/client-rds";
import { Signer } from "@aws-sdk/rds-signer";
import type { Environment } from "../../config/schema";
import { askAws } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { accessRoleName, assumeAccessRole } from "./access-role";
import { systemAuthorities } from "./client-command";
import type { ShellOptions } from "./options";
import { proxyEndpoint } from "./proxy-endpoint";
import type { Target } from "./target";

const MYSQL_PORT = 3306;

/**
 * The proxy of Aurora, with an IAM token as the password. The caller's credentials find the proxy and sign the token, or those of the
 * user's access role.
 */
export async function auroraTarget(
  environment: Pick<Environment, "accountId" | "region" | "project" | "name">,
  { role, assume }: Pick<ShellOptions, "role" | "assume">,
): Promise<Target> {
  const { accountId, region } = environment;
  const prefix = `${environment.project}-${environment.name}`;
  const accessRole = accessRoleName(prefix, role);
  const own = assume ? { credentials: await assumeAccessRole(environment, { name: accessRole, role }) } : {};
  const rds = new RDSClient({ region, ...own, ...clientSettings() });
  const find = { proxyName: `${prefix}-aurora`, stack: `${environment.name}-aurora-api-data`, role };
  const host = await askAws(accountId, () => proxyEndpoint(rds, find));
  // The token is for this name and port, whatever address a tunnel has.
  const signer = new Signer({ hostname: host, port: MYSQL_PORT, username: role, region, ...own });
  return {
    host,
    port: MYSQL_PORT,
    user: role,
    authorities: readFileSync(systemAuthorities(), "utf8"),
    password: () => askAws(accountId, () => signer.getAuthToken()),
    deniedAdvice:
      `${assume ? `check the role ${accessRole}` : `use --assume for the role ${accessRole}`}, ` +
      'and read "A denied login" in docs/aurora-api-people.md',
  };
}
