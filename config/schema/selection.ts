import type { Environment } from "./environment";

/** The section of an environment for each architecture, by the architecture's name in stack ids. The state has no section. */
const SECTIONS = {
  state: undefined,
  "three-tier": "threeTier",
  "active-active": "activeActive",
  "aurora-api": "auroraApi",
  "local-zone": "localZone",
} as const satisfies Record<string, keyof Environment | undefined>;

/** Name of an architecture in stack ids. */
export type ArchitectureName = keyof typeof SECTIONS;

/** Whether an architecture has this name. No environment may have it, because selectors would be ambiguous. */
export function isArchitecture(name: string): boolean {
  return Object.hasOwn(SECTIONS, name);
}

/** One architecture of one environment. */
export interface Deployment {
  /** The environment. */
  readonly environment: Environment;
  /** Name of the architecture in stack ids. */
  readonly architecture: ArchitectureName;
}

/** An unknown selector. */
export class SelectorError extends Error {}

/**
 * Splits the deployments of the environments into selected and left-out ones, in the order of composition.
 *
 * @param selectors environments, architectures or both: `dev`, `three-tier`, `dev-three-tier`. An empty list selects everything
 * @throws SelectorError with the selector, all environments and all architectures
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

/** Name of a deployment and prefix of its stack ids, e.g. `dev-three-tier`. */
export function deploymentName({ environment, architecture }: Deployment): string {
  return `${environment.name}-${architecture}`;
}

/** The architectures of an environment. The state belongs to every environment. */
export function architecturesOf(environment: Environment): ArchitectureName[] {
  return (Object.keys(SECTIONS) as ArchitectureName[]).filter((architecture) => {
    const section = SECTIONS[architecture];
    return section === undefined || environment[section] !== undefined;
  });
}

function deploymentsOf(environment: Environment): Deployment[] {
  return architecturesOf(environment).map((architecture) => ({ environment, architecture }));
}

function namesOf(deployment: Deployment): string[] {
  return [deployment.environment.name, deployment.architecture, deploymentName(deployment)];
}

function problem(selector: string, deployments: readonly Deployment[]): string {
  const list = (names: readonly string[]) => [...new Set(names)].join(", ");
  return (
    `selector must be an environment (${list(deployments.map(({ environment }) => environment.name))}), ` +
    `an architecture (${list(deployments.map(({ architecture }) => architecture))}) or both, e.g. ` +
    `${deployments.map(deploymentName)[0]}, got ${JSON.stringify(selector)}${lack(selector, deployments)}`
  );
}

/** The reason for an architecture that the environment does not have. */
function lack(selector: string, deployments: readonly Deployment[]): string {
  const owner = deployments.map(({ environment }) => environment).find(({ name }) => selector.startsWith(`${name}-`));
  const architecture = owner && selector.slice(owner.name.length + 1);
  return owner && isArchitecture(`${architecture}`) ? `, but ${owner.name} has no ${architecture}` : "";
}
