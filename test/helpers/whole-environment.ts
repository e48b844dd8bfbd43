import { activeActiveInput } from "./active-active";
import { LOCAL_ZONE, problemsOfInput, sampleInput } from "./environments";

const ZONES = ["a", "b"].map((letter, index) => ({
  name: `eu-west-1${letter}`,
  publicCidr: `10.11.${160 + 16 * index}.0/20`,
  privateCidr: `10.11.${128 + 16 * index}.0/20`,
  isolatedCidr: `10.11.${192 + 16 * index}.0/20`,
}));

/** The sample environment with every architecture, and a VPN with certificates. It is valid. */
const WHOLE = {
  activeActive: activeActiveInput(["eu-west-1", "eu-central-1"]),
  auroraApi: {
    network: { zones: ZONES },
    vpn: {
      serverCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/server",
      authentication: {
        type: "certificate",
        clientRootCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/clients",
      },
    },
  },
  localZone: LOCAL_ZONE,
};

/** New values by the path of their field, e.g. `threeTier.network.zones.0.name`. `undefined` removes a field. */
export type Changes = Readonly<Record<string, unknown>>;

/** The problems of an environment with every architecture and these changes, one line each. */
export function problemsWith(changes: Changes): readonly string[] {
  const environment = structuredClone(sampleInput(WHOLE));
  for (const [path, value] of Object.entries(changes)) {
    set(environment, path.split("."), value);
  }
  return problemsOfInput(environment);
}

function set(container: unknown, [key = "", ...rest]: readonly string[], value: unknown): void {
  const fields = container as Record<string, unknown>;
  if (rest.length > 0) {
    fields[key] ??= {};
    set(fields[key], rest, value);
  } else if (value === undefined) {
    delete fields[key];
  } else {
    fields[key] = value;
  }
}
