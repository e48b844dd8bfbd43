import { requirement } from "../../modules/shared/errors";
import type { Environment } from "./environment";
import { architecturesOf } from "./selection";

/** Checks that two environments give their resources, stacks and selectors different names. */
export function checkPhysicalNames(one: Environment, other: Environment): string[] {
  if (one.accountId === other.accountId && prefixOf(one) === prefixOf(other)) {
    const rule = `give other names together with name than those of the other environment in account ${one.accountId}`;
    const remedy = "names start with project and name, so rename one of them";
    return [requirement("project", rule, prefixOf(one), remedy)];
  }
  return [
    ...selectorProblems(one, other),
    ...selectorProblems(other, one),
    ...collisions(one, other),
    ...collisions(other, one),
  ];
}

/** `dev-three-tier` selects an architecture of `dev`. */
function selectorProblems(one: Environment, other: Environment): string[] {
  const selectors = architecturesOf(one).map((architecture) => `${one.name}-${architecture}`);
  return selectors.includes(other.name)
    ? [requirement("name", `not be a selector for an architecture of ${one.name}`, other.name)]
    : [];
}

/** A longer name of the first environment is a name of the second, e.g. `x-dev` + `aurora-data` and `x-dev-aurora` + `data`. */
function collisions(one: Environment, other: Environment): string[] {
  const isShared = one.accountId === other.accountId && other.threeTier !== undefined;
  const clash = isShared
    ? extensions(one).find(
        ({ extension, region }) =>
          `${prefixOf(one)}-${extension}` === prefixOf(other) && (region ?? other.region) === other.region,
      )
    : undefined;
  return clash
    ? [
        requirement(
          "name",
          `not give names that ${one.name} uses too in account ${one.accountId}`,
          other.name,
          `${one.name} has names that start with ${prefixOf(other)}`,
        ),
      ]
    : [];
}

/** The part that a name adds to the names of the three-tier application, e.g. `aurora` in `aurora-data`. */
interface Extension {
  readonly extension: string;
  /** Region of the resources. Undefined for names that are unique in the account. */
  readonly region?: string | undefined;
}

/** Names of other architectures that end like names of the three-tier application. A test compares them with the stacks. */
function extensions({ region, activeActive, auroraApi, localZone }: Environment): Extension[] {
  return [
    ...(auroraApi
      ? [
          { extension: "aurora" },
          { extension: "aurora-api", region },
          { extension: "aurora-data", region },
          { extension: "aurora-schema", region },
        ]
      : []),
    ...(activeActive ? [{ extension: "items" }, { extension: "items-routing", region: "us-east-1" }] : []),
    ...(activeActive?.regions ?? []).map(({ name }) => ({ extension: `items-${name}`, region: name })),
    ...(localZone ? [{ extension: "local-zone", region: localZone.region ?? region }] : []),
  ];
}

function prefixOf({ project, name }: Environment): string {
  return `${project}-${name}`;
}
