import { MotoMissingError } from "./moto";
import { OptionError, parseOptions } from "./options";
import { startEmulator } from "./start";

/** `npm run emulator`: runs until it is interrupted. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  // Leaving by process.exit ends moto too, even while it is still being waited for.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
  const emulator = await startEmulator({ ...options, log: (line) => console.error(line) });
  console.log(`emulated AWS at ${emulator.url}; stop it with Ctrl-C. Point a shell at it with:`);
  console.log(`export AWS_ENDPOINT_URL=${emulator.url} AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=test`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(error instanceof OptionError || error instanceof MotoMissingError ? 2 : 1);
});
