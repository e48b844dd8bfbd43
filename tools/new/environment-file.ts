import type { Environment } from "../../config/schema";
import { UsageError } from "../shared/usage-error";
import { AddressPlan } from "./address-plan";
import type { Architecture, EnvironmentRequest } from "./environment-request";
import type { NewFile } from "./new-file";

/** The second region of an active-active backend, by home region. The default is us-east-1. */
const PARTNERS: Readonly<Record<string, string>> = {
  "us-east-1": "us-west-2",
  "eu-west-1": "eu-central-1",
  "eu-central-1": "eu-west-1",
  "ap-southeast-1": "ap-southeast-2",
  "ap-southeast-2": "ap-southeast-1",
};

/**
 * A file of `config/` with the selected architectures and CIDR blocks that no other environment uses.
 *
 * @throws UsageError when the account and region have a three-tier application of the project already
 */
export function environmentFile(request: EnvironmentRequest, existing: readonly Environment[]): NewFile {
  const { name, accountId, region, architectures } = request;
  checkFileSystem(request, existing);
  // DynamoDB allows one table with a name in an account and region.
  const table = existing.some((other) => other.accountId === accountId && other.activeActive)
    ? `${name}-items`
    : undefined;
  const plan = new AddressPlan(existing);
  const sections = architectures.map((architecture) => SECTIONS[architecture](region, plan, name, table));
  const variable = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const project = existing[0]?.project;
  return {
    path: `config/${name}.ts`,
    text: `import type { EnvironmentInput } from "./schema";

/** The environment ${name} with all defaults. */
const ${variable}: EnvironmentInput = {
  name: "${name}",
${project ? `  project: "${project}",\n` : ""}  accountId: "${accountId}",
  region: "${region}",
${sections.join("")}};

export default ${variable};
`,
  };
}

/** EFS allows one file system of a project in an account and region. */
function checkFileSystem({ accountId, region, architectures }: EnvironmentRequest, existing: readonly Environment[]) {
  const project = existing[0]?.project;
  const twin = existing.find(
    (other) => other.threeTier && other.accountId === accountId && other.region === region && other.project === project,
  );
  if (twin && architectures.includes("three-tier")) {
    throw new UsageError(
      `--account must be another account than ${twin.name}'s for three-tier in ${region}, got "${accountId}"; ` +
        "EFS allows one file system of a project there, so use another account or region",
    );
  }
}

type Section = (region: string, plan: AddressPlan, environment: string, table: string | undefined) => string;

const SECTIONS: Readonly<Record<Architecture, Section>> = {
  "three-tier": (region, plan) => `  threeTier: {\n${tieredNetwork(region, plan, ["a", "b", "c"])}  },\n`,
  "aurora-api": (region, plan) => `  auroraApi: {\n${tieredNetwork(region, plan, ["a", "b"])}  },\n`,
  "active-active": (region, plan, environment, table) => {
    const regions = [region, PARTNERS[region] ?? "us-east-1"].map((name) => activeRegion(name, plan));
    const domain = `api.${environment}.example.com`;
    return `  activeActive: {
    regions: [
${regions.join("")}    ],
    // Replace with your domain. After the first deployment, add its NS record to the parent zone.
    domain: { name: "${domain}", hostedZone: { create: "${domain}" } },
${table ? `    table: { name: "${table}" },\n` : ""}    api: { auth: { type: "iam" } },
  },
`;
  },
};

/** A /16 VPC. Public subnets start at the first /20 block, private ones at the ninth, isolated ones at the thirteenth. */
function tieredNetwork(region: string, plan: AddressPlan, letters: readonly string[]): string {
  const block = plan.next();
  const zones = letters.map((letter, index) => {
    const subnet = (first: number) => `"${block}.${16 * (first + index)}.0/20"`;
    return `        {
          name: "${region}${letter}",
          publicCidr: ${subnet(0)},
          privateCidr: ${subnet(8)},
          isolatedCidr: ${subnet(12)},
        },
`;
  });
  return `    network: {\n      vpcCidr: "${block}.0.0/16",\n      zones: [\n${zones.join("")}      ],\n    },\n`;
}

/** A /24 VPC with a /26 subnet in each of two zones, because the functions need few addresses. */
function activeRegion(region: string, plan: AddressPlan): string {
  const block = plan.next();
  const zones = ["a", "b"].map(
    (letter, index) => `          { name: "${region}${letter}", privateCidr: "${block}.0.${64 * index}/26" },\n`,
  );
  return `      {\n        name: "${region}",\n        vpcCidr: "${block}.0.0/24",\n        zones: [\n${zones.join("")}        ],\n      },\n`;
}
