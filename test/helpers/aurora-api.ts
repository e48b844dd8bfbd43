import { ConfigurationError, type Environment, type EnvironmentInput, parseEnvironment } from "../../config/schema";
import { composeAuroraApi } from "../../stacks/aurora-api";
import { synthesizeApp, testApp } from "./synth";
import { Template } from "./template";

type Section = NonNullable<EnvironmentInput["auroraApi"]>;

/** The section without what the sample fills in. */
export type AuroraApiInput = Partial<Section>;

const ZONES = ["a", "b"].map((letter, index) => ({
  name: `eu-west-1${letter}`,
  publicCidr: `10.11.${160 + 16 * index}.0/20`,
  privateCidr: `10.11.${128 + 16 * index}.0/20`,
  isolatedCidr: `10.11.${192 + 16 * index}.0/20`,
}));

/** An environment with the relational API alone, in two zones, with every default but these. */
export function auroraEnvironment(auroraApi: AuroraApiInput = {}): Environment {
  const input: EnvironmentInput = {
    name: "test",
    project: "sample",
    accountId: "123456789012",
    region: "eu-west-1",
    auroraApi: { network: { zones: ZONES }, ...auroraApi },
  };
  return parseEnvironment(input, "config/test.ts");
}

/** What is wrong with it, one line a problem. */
export function auroraProblems(auroraApi: AuroraApiInput): readonly string[] {
  try {
    auroraEnvironment(auroraApi);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      throw error;
    }
    return error.reports.flatMap(({ problems }) => problems);
  }
}

/** A VPN that people get into by certificate. */
export const CERTIFICATE_VPN: NonNullable<Section["vpn"]> = {
  serverCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/server",
  authentication: {
    type: "certificate",
    clientRootCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/clients",
  },
};

/** The stacks of the relational API by their part: `network`, `data`, `api`, `vpn`. */
export function auroraStacks(auroraApi: AuroraApiInput = {}): Readonly<Record<string, Template>> {
  const app = testApp();
  composeAuroraApi(app, auroraEnvironment(auroraApi));
  const templates = synthesizeApp(app).map((stack) => new Template(stack));
  return Object.fromEntries(templates.map((template) => [template.id.replace("test-aurora-api-", ""), template]));
}
