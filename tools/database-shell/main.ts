import { EC2Client } from "@aws-sdk/client-ec2";
import type { Environment } from "../../config/schema";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments } from "../shared/environment";
import { runProgram } from "../shared/program";
import { runCommand } from "../shared/usage-error";
import { auroraTarget } from "./aurora-target";
import { bastion } from "./bastion";
import { type Client, clientArguments, installedClient, systemAuthorities } from "./client-command";
import { environmentWithDatabase } from "./environment";
import { runExplained } from "./login";
import { type ShellOptions, shellOptions } from "./options";
import { printedCommand } from "./printed-command";
import { requireReachable } from "./reachable";
import type { Target } from "./target";
import { threeTierTarget } from "./three-tier-target";
import { throughTunnel } from "./tunnel/through-tunnel";

/** `npm run database:shell`: opens the installed MySQL client on a database. See docs/aurora-api-people.md. */
async function main(): Promise<void> {
  const options = shellOptions(process.argv.slice(2));
  const environment = environmentWithDatabase(configuredEnvironments(), options.environment, options.architecture);
  const { accountId, region } = environment;
  const client = await installedClient(async (program) => (await runProgram(program, ["--version"])).stdout);
  await refuseOtherAccount(accountId, region);
  const findTarget = options.architecture === "aurora-api" ? auroraTarget : threeTierTarget;
  const target = await findTarget(environment, options);
  if (options.through === "session-manager") {
    const instanceId = options.instance ?? (await findBastion(environment));
    process.exitCode = await throughTunnel({ client, target, instanceId, region });
  } else {
    process.exitCode = await throughVpn(client, target, region, options);
  }
}

async function throughVpn(client: Client, target: Target, region: string, { print }: ShellOptions): Promise<number> {
  const connection = { ...target, authorities: systemAuthorities() };
  const args = clientArguments(client.kind, connection);
  if (print) {
    process.stdout.write(`${printedCommand(client.program, args, { ...connection, region })}\n`);
    return 0;
  }
  await requireReachable(target.host, target.port);
  return runExplained(client, args, target, { password: await target.password() });
}

function findBastion({ accountId, region, ...environment }: Environment): Promise<string> {
  const ec2 = new EC2Client({ region, ...clientSettings() });
  const names = ["bastion", "flask"].map((component) => `${environment.project}-${environment.name}-${component}`);
  return askAws(accountId, () => bastion(ec2, { names, stack: `${environment.name}-three-tier-app` }));
}

void runCommand(main);
