import { readOptions } from "../shared/options";

export interface ProfileOptions {
  readonly environment: string;
  /** Files in PEM. */
  readonly certificate: string;
  readonly key: string;
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
