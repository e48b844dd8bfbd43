import { parseArgs } from "node:util";

export interface Options {
  readonly port: number;
  readonly motoUrl?: string;
}

/** What is wrong with the command line, in one line. */
export class OptionError extends Error {}

const USAGE = "usage: npm run emulator -- [--port 5555] [--moto http://127.0.0.1:5000]";

export function parseOptions(args: readonly string[]): Options {
  const { port, moto } = read(args);
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new OptionError(`--port must be a whole number from 0 to 65535, got ${port}; 0 takes any free port`);
  }
  if (moto === undefined) return { port: Number(port) };
  const url = URL.canParse(moto) ? new URL(moto) : undefined;
  // Loopback addresses only: an emulator must not send requests to another machine.
  if (url?.protocol !== "http:" || !["127.0.0.1", "localhost", "[::1]"].includes(url.hostname) || url.port === "") {
    throw new OptionError(
      `--moto must be a loopback URL with a port, got ${moto}; give http://127.0.0.1:5000 or leave it out`,
    );
  }
  return { port: Number(port), motoUrl: url.origin };
}

function read(args: readonly string[]): { port: string; moto?: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { port: { type: "string", default: "5555" }, moto: { type: "string" } },
      strict: true,
    });
    return { ...values };
  } catch (error) {
    throw new OptionError(`options must be --port and --moto, got ${args.join(" ")}; ${USAGE}`, { cause: error });
  }
}
