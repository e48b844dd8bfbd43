import { ConfigurationError, type Environment, loadEnvironments, regionsByState } from "../../config/schema/index";
import { UsageError } from "./usage-error";

/**
 * Every environment of `config/`.
 *
 * @param options `canBeNone`: the command works without an environment. @default false
 * @throws UsageError with all problems of the configuration
 */
export function configuredEnvironments(options: { readonly canBeNone?: boolean } = {}): Environment[] {
  try {
    return loadEnvironments(options);
  } catch (error) {
    throw error instanceof ConfigurationError ? new UsageError(error.message) : error;
  }
}

/**
 * The environment that `--environment` names.
 *
 * @param environments environments that the command supports
 * @throws UsageError with the names of these environments
 */
export function environmentNamed(environments: readonly Environment[], name: string): Environment {
  const environment = environments.find((candidate) => candidate.name === name);
  if (!environment) {
    const names = environments.map((candidate) => candidate.name).join(", ");
    throw new UsageError(`--environment must be one of ${names}, got ${JSON.stringify(name)}`);
  }
  return environment;
}

/**
 * The regions of an environment's active-active backend that have resources. Removed regions have none.
 *
 * @param name region that `--region` names, if any
 * @returns all of these regions, or only the one that is named
 * @throws UsageError for a region that is removed or not configured
 */
export function deployedRegions({ activeActive }: Environment, name?: string): readonly string[] {
  const regions = activeActive?.regions ?? [];
  const names = regionsByState(regions).deployed.map((region) => region.name);
  if (name === undefined) {
    return names;
  }
  if (!names.includes(name)) {
    const why = regions.some((region) => region.name === name) ? ", which is removed" : "";
    throw new UsageError(`--region must be one of ${names.join(", ")}, got ${JSON.stringify(name)}${why}`);
  }
  return [name];
}
