import type { Environment } from "./environment";

/** The section of an environment that deploys each architecture, by the architecture's name in stack ids. The state has no section. */
const SECTIONS = {
  state: undefined,
  "three-tier": "threeTier",
  "active-active": "activeActive",
  "aurora-api": "auroraApi",
  "local-zone": "localZone",
} as const satisfies Record<string, keyof Environment | undefined>;

/** Name of an architecture in stack ids. */
export type ArchitectureName = keyof typeof SECTIONS;

/** One architecture of one environment. */
export interface Deployment {
  readonly environment: Environment;
  readonly architecture: ArchitectureName;
}

/** An unknown selector. */
export class SelectorError extends Error {}

/**
 * The deployments of the environments that the selectors select, and the others, in the order of composition.
 *
 * @param selectors each is an environment, an architecture or both: `dev`, `three-tier`, `dev-three-tier`. Without selectors, every
 * deployment is selected
 * @throws SelectorError with the selector and all possible selectors
 */
export function select(
  environments: readonly Environment[],
  selectors: readonly string[],
): { readonly selected: readonly Deployment[]; readonly leftOut: readonly Deployment[] } {
  const deployments = environments.flatMap(deploymentsOf);
  for (const selector of selectors) {
    if (!deployments.some((deployment) => namesOf(deployment).includes(selector))) {
      throw new SelectorError(problem(selector, deployments));
    }
  }
  const isSelected = (deployment: Deployment) =>
    selectors.length === 0 || namesOf(deployment).some((name) => selectors.includes(name));
  return {
    selected: deployments.filter(isSelected),
    leftOut: deployments.filter((deployment) => !isSelected(deployment)),
  };
}

/** The name of a deployment, with which its stack ids begin: `dev-three-tier`. */
export function deploymentName({ environment, architecture }: Deployment): string {
  return `${environment.name}-${architecture}`;
}

function deploymentsOf(environment: Environment): Deployment[] {
  return (Object.keys(SECTIONS) as ArchitectureName[])
    .filter((architecture) => {
      const section = SECTIONS[architecture];
      return section === undefined || environment[section] !== undefined;
    })
    .map((architecture) => ({ environment, architecture }));
}

function namesOf(deployment: Deployment): string[] {
  return [deployment.environment.name, deployment.architecture, deploymentName(deployment)];
}

function problem(selector: string, deployments: readonly Deployment[]): string {
  const list = (names: readonly string[]) => [...new Set(names)].join(", ");
  return (
    `selector must be an environment (${list(deployments.map(({ environment }) => environment.name))}), ` +
    `an architecture (${list(deployments.map(({ architecture }) => architecture))}) ` +
    `or both (${list(deployments.map(deploymentName))}), got "${selector}"`
  );
}
