import { readOptions } from "../shared/options";

export interface ProfileOptions {
  /** Name of the environment. */
  readonly environment: string;
  /** File of the user's certificate in PEM. */
  readonly certificate: string;
  /** File of the private key in PEM. */
  readonly key: string;
  /** File to write. @default `<environment>.ovpn` */
  readonly output: string;
}

const OPTIONS = {
  environment: { value: "<name>", required: true },
  certificate: { value: "<client.crt>", required: true },
  key: { value: "<client.key>", required: true },
  output: { value: "<file.ovpn>" },
} as const;

/** @throws UsageError for an option that is missing or unknown */
export function profileOptions(args: readonly string[]): ProfileOptions {
  const { output, ...values } = readOptions(args, "npm run vpn:profile --", OPTIONS);
  return { ...values, output: output ?? `${values.environment}.ovpn` };
}
