import { MotoMissingError } from "../emulator/moto";
import { startEmulator } from "../emulator/start";
import { StartError } from "../emulator/start-error";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { emulatorOptions } from "./options";
import { shellSettings } from "./settings";

/** `npm run emulator`: runs an emulated AWS until an interrupt. */
async function main(): Promise<void> {
  const options = emulatorOptions(process.argv.slice(2));
  const [environment] = configuredEnvironments();
  if (environment === undefined) {
    throw new UsageError(
      "config/ must contain an environment, got none; create one with: npm run new -- environment <name>",
    );
  }
  // process.exit also ends moto, even during its start.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(0));
  }
  const { url } = await start(options);
  process.stdout.write(
    `The emulated AWS listens at ${url}. Stop it with Ctrl-C. For the account and region of ${environment.name}:\n` +
      `${shellSettings(url, environment)}\n`,
  );
}

async function start(options: ReturnType<typeof emulatorOptions>) {
  try {
    return await startEmulator({ ...options, log: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    if (error instanceof StartError) {
      throw new UsageError(error.message, error instanceof MotoMissingError ? 2 : 1);
    }
    throw error;
  }
}

void runCommand(main);
