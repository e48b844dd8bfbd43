import { LambdaClient } from "@aws-sdk/client-lambda";
import { regionPrefix } from "../release/region-prefix";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments } from "../shared/environment";
import { runCommand } from "../shared/usage-error";
import { HealthSwitch } from "./health-switch";
import { healthDrillOptions } from "./options";

/** `npm run drill:health`: makes a region's health check fail, or ends this. */
async function main(): Promise<void> {
  const { environment, region, status } = healthDrillOptions(process.argv.slice(2), configuredEnvironments());
  const { accountId } = environment;
  const name = `${regionPrefix(environment, region)}health`;
  const health = new HealthSwitch(new LambdaClient({ region, ...clientSettings({ maxAttempts: 5 }) }), name);
  await refuseOtherAccount(accountId, region);
  if (status === undefined) {
    const version = await askAws(accountId, () => health.turnOff());
    process.stdout.write(version ? `${name} is back at version ${version}\n` : `${name} is not in a drill\n`);
  } else {
    const version = await askAws(accountId, () => health.turnOn(status));
    process.stdout.write(`${name} answers with ${status} (version ${version}). End the drill with --restore\n`);
  }
}

void runCommand(main);
