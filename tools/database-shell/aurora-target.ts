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

/** The proxy of Aurora, with an IAM token as the password. */
export async function auroraTarget(
  { accountId, region, ...environment }: Environment,
  { role, assume }: Pick<ShellOptions, "role" | "assume">,
): Promise<Target> {
  const prefix = `${environment.project}-${environment.name}`;
  const rds = new RDSClient({ region, ...clientSettings() });
  const find = { proxyName: `${prefix}-aurora`, stack: `${environment.name}-aurora-api-data`, role };
  const host = await askAws(accountId, () => proxyEndpoint(rds, find));
  const accessRole = accessRoleName(prefix, role);
  const password = async () => {
    const credentials = assume ? await assumeAccessRole({ accountId, region, name: accessRole }) : undefined;
    // The token is for this name and port, whatever address a tunnel has.
    const signer = new Signer({ hostname: host, port: MYSQL_PORT, username: role, region, ...credentials });
    return askAws(accountId, () => signer.getAuthToken());
  };
  const way = assume ? `the role ${accessRole} needs` : `use --assume for the role ${accessRole}, or`;
  return {
    host,
    port: MYSQL_PORT,
    user: role,
    authorities: readFileSync(systemAuthorities(), "utf8"),
    password,
    deniedAdvice: `${way} allow rds-db:connect, and read "A denied login" in docs/aurora-api-people.md`,
  };
}
