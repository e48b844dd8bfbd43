import { ConfigurationError, type Environment, type EnvironmentInput, parseEnvironment } from "../../config/schema";

/** An environment with three zones and all defaults, like a file in `config/`. */
const SAMPLE: EnvironmentInput = {
  name: "test",
  project: "sample",
  accountId: "123456789012",
  region: "eu-west-1",
  threeTier: {
    network: {
      zones: [
        { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
        { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
        { name: "eu-west-1c", publicCidr: "10.0.32.0/20", privateCidr: "10.0.160.0/20", isolatedCidr: "10.0.224.0/20" },
      ],
    },
  },
};

/** A Local Zone of the Frankfurt region, with all defaults. */
export const LOCAL_ZONE = {
  region: "eu-central-1",
  zone: "eu-central-1-ham-1a",
  subnets: {
    endpoints: [
      { zone: "eu-central-1a", cidr: "10.20.8.0/24" },
      { zone: "eu-central-1b", cidr: "10.20.9.0/24" },
    ],
  },
  directConnect: {
    virtualInterface: {
      connectionId: "dxcon-fg1234ab",
      vlan: 101,
      customerAsn: 65000,
      amazonAddress: "169.254.100.1/30",
      customerAddress: "169.254.100.2/30",
    },
  },
  onPremises: {
    ranges: ["192.168.0.0/16"],
    targets: ["192.168.0.2", "192.168.0.3"],
    vpnTargets: ["192.168.255.1"],
    vpnGateway: "198.51.100.10",
  },
} satisfies NonNullable<EnvironmentInput["localZone"]>;

/** Any part of an environment, at any depth. A list replaces the whole list. `undefined` removes a field. */
export type Overrides<T = EnvironmentInput> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Overrides<T[K]> | undefined }
    : T;

/** The sample environment with some fields replaced, checked and with its defaults. */
export function sampleEnvironment(overrides: Overrides = {}): Environment {
  return parseEnvironment(sampleInput(overrides), "config/test.ts");
}

/** The sample environment with some fields replaced, like the content of a file. It is not checked, so it has any shape. */
export function sampleInput(overrides: object = {}): unknown {
  return merge(SAMPLE, overrides);
}

/** The problems of the sample environment with some fields replaced, one line each. */
export function problemsOf(overrides: object): readonly string[] {
  return problemsOfInput(sampleInput(overrides));
}

/** The problems of an environment, one line each. */
export function problemsOfInput(input: unknown): readonly string[] {
  try {
    parseEnvironment(input, "config/test.ts");
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return error.reports.flatMap(({ problems }) => problems);
  }
}

function merge(base: unknown, overrides: unknown): unknown {
  if (!isRecord(base) || !isRecord(overrides)) {
    return overrides;
  }
  const merged = Object.entries(overrides).map(([key, value]) => [key, merge(base[key], value)] as const);
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(merged) }).filter(([, value]) => value !== undefined),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
