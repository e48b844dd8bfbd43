import { readOptions, wholeNumber } from "../shared/options";
import { UsageError } from "../shared/usage-error";

export interface EmulatorOptions {
  /** Loopback port. 0 chooses a free port. */
  readonly port: number;
  /** URL of a running moto. @default the emulator starts one */
  readonly motoUrl?: string;
}

/** @throws UsageError for an unknown option, an invalid port, or a moto URL outside the loopback interface */
export function emulatorOptions(args: readonly string[]): EmulatorOptions {
  const { port = "5555", moto } = readOptions(args, "npm run emulator --", {
    port: { value: "5555" },
    moto: { value: "http://127.0.0.1:5000" },
  });
  const number = wholeNumber("port", port, { from: 0, to: 65_535 });
  if (moto === undefined) {
    return { port: number };
  }
  const url = URL.canParse(moto) ? new URL(moto) : undefined;
  // Only the loopback interface is allowed, because an emulator must never send requests to another machine.
  if (
    url?.protocol !== "http:" ||
    !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname) ||
    !/:\d+\/?$/.test(moto)
  ) {
    throw new UsageError(
      `--moto must be a loopback URL with a port, got ${JSON.stringify(moto)}; give http://127.0.0.1:5000 or omit the option`,
    );
  }
  return { port: number, motoUrl: url.origin };
}
