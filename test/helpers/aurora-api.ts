import type { Environment, EnvironmentInput } from "../../config/schema";
import { composeAuroraApi } from "../../stacks/aurora-api";
import { problemsOf, sampleEnvironment } from "./environments";
import { synthesizeApp, testApp } from "./synth";
import { Template } from "./template";

type Section = NonNullable<EnvironmentInput["auroraApi"]>;

/** The section without the fields that the sample fills in. */
export type AuroraApiInput = Partial<Section>;

/** Two zones of the sample environment's region. */
export const ZONES = ["a", "b"].map((letter, index) => ({
  name: `eu-west-1${letter}`,
  publicCidr: `10.11.${160 + 16 * index}.0/20`,
  privateCidr: `10.11.${128 + 16 * index}.0/20`,
  isolatedCidr: `10.11.${192 + 16 * index}.0/20`,
}));

/** The sample environment with the relational API only, in two zones, with these fields. */
export function auroraEnvironment(auroraApi: AuroraApiInput = {}): Environment {
  return sampleEnvironment(overrides(auroraApi));
}

/** The problems of this section, one line each. */
export function auroraProblems(auroraApi: AuroraApiInput): readonly string[] {
  return problemsOf(overrides(auroraApi));
}

function overrides(auroraApi: AuroraApiInput) {
  return { threeTier: undefined, auroraApi: { network: { zones: ZONES }, ...auroraApi } };
}

/** A VPN with certificates. */
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
