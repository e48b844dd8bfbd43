import { MotoMissingError } from "../emulator/moto";
import { startEmulator } from "../emulator/start";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { emulatorOptions } from "./options";

/** `npm run emulator`: runs an emulated AWS until an interrupt. */
async function main(): Promise<void> {
  const options = emulatorOptions(process.argv.slice(2));
  const [environment] = configuredEnvironments();
  // process.exit also ends moto, even during its start.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => process.exit(0));
  }
  const { url } = await start(options);
  process.stdout.write(
    `The emulated AWS listens at ${url}. Stop it with Ctrl-C. For the account and region of ${environment?.name}:\n` +
      `export AWS_ENDPOINT_URL=${url} AWS_ACCESS_KEY_ID=${environment?.accountId} AWS_SECRET_ACCESS_KEY=test ` +
      `AWS_REGION=${environment?.region} AWS_DEFAULT_REGION=${environment?.region}\n`,
  );
}

async function start(options: ReturnType<typeof emulatorOptions>) {
  try {
    return await startEmulator({ ...options, log: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    if (error instanceof MotoMissingError) {
      throw new UsageError(error.message, 2);
    }
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "EADDRINUSE" || code === "EACCES"
      ? new UsageError(`--port must be free and permitted, got ${options.port} (${message}); 0 chooses a free port`)
      : error;
  }
}

void runCommand(main);
