import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { readOptions } from "../shared/options";
import { runCommand } from "../shared/usage-error";
import { regionsReport } from "./report";

/** `npm run regions`: lists an environment's active-active regions and the deployments that their states need. Reads only `config/`. */
async function main(): Promise<void> {
  const { environment } = readOptions(process.argv.slice(2), "npm run regions --", {
    environment: { value: "<name>", required: true },
  });
  process.stdout.write(`${regionsReport(environmentNamed(configuredEnvironments(), environment))}\n`);
}

void runCommand(main);
