import { RDSClient } from "@aws-sdk/client-rds";
import { Signer } from "@aws-sdk/rds-signer";
import type { Environment } from "../../config/schema";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments } from "../shared/environment";
import { runProgram } from "../shared/program";
import { runCommand } from "../shared/usage-error";
import { type Connection, clientArguments, installedClient, systemAuthorities } from "./client-command";
import { environmentWithDatabase } from "./environment";
import { type ShellOptions, shellOptions } from "./options";
import { printedCommand } from "./printed-command";
import { proxyEndpoint } from "./proxy-endpoint";
import { requireReachable } from "./reachable";
import { runClient } from "./run-client";

const MYSQL_PORT = 3306;

/** `npm run database:shell`: opens the installed MySQL client on the proxy, with an IAM token. See docs/aurora-api-people.md. */
async function main(): Promise<void> {
  const options = shellOptions(process.argv.slice(2));
  const environment = environmentWithDatabase(configuredEnvironments(), options.environment);
  const authorities = systemAuthorities();
  const client = await installedClient(async (program) => (await runProgram(program, ["--version"])).stdout);
  const { host, port } = await findServer(environment, options);
  const connection: Connection = { host, port, user: options.role, authorities };
  const args = clientArguments(client.kind, connection);
  const { accountId, region } = environment;
  if (options.print) {
    process.stdout.write(`${printedCommand(client.program, args, { ...connection, region })}\n`);
    return;
  }
  await requireReachable(host, port);
  const signer = new Signer({ hostname: host, port, username: options.role, region });
  const token = await askAws(accountId, () => signer.getAuthToken());
  process.exitCode = await runClient(client.program, args, token);
}

async function findServer({ accountId, region, ...environment }: Environment, { role }: ShellOptions) {
  await refuseOtherAccount(accountId, region);
  const rds = new RDSClient({ region, ...clientSettings() });
  const proxyName = `${environment.project}-${environment.name}-aurora`;
  const stack = `${environment.name}-aurora-api-data`;
  return { host: await askAws(accountId, () => proxyEndpoint(rds, { proxyName, stack, role })), port: MYSQL_PORT };
}

void runCommand(main);
