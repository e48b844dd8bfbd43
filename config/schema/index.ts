import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Environment, environmentSchema } from "./environment";
import { ConfigurationError, describeIssues, type FileReport } from "./report";

export type { ActiveActiveConfig, ActiveActiveRegionConfig } from "./active-active";
export type { AuroraApiConfig } from "./aurora-api";
export type { Environment, EnvironmentInput } from "./environment";
export type { LocalZoneConfig } from "./local-zone";
export { ConfigurationError } from "./report";
export { type ArchitectureName, type Deployment, deploymentName, SelectorError, select } from "./selection";
export type { ThreeTierConfig } from "./three-tier";

/** The folder whose files, this schema apart, are the environments. */
const CONFIG_FOLDER = resolve(__dirname, "..");

/**
 * Checks one environment and fills in its defaults.
 *
 * @param file names the source of `input` in the report
 * @throws ConfigurationError with every problem that was found
 */
export function parseEnvironment(input: unknown, file: string): Environment {
  const result = environmentSchema.safeParse(input);
  if (!result.success) {
    throw new ConfigurationError([{ file, problems: describeIssues(result.error.issues, input) }]);
  }
  return result.data;
}

/**
 * Every environment of the repository, by name.
 *
 * @throws ConfigurationError with every problem of every file
 */
export function loadEnvironments(): Environment[] {
  const files = readdirSync(CONFIG_FOLDER)
    .filter((name) => name.endsWith(".ts"))
    .sort();
  const reports: FileReport[] = [];
  const environments: Environment[] = [];
  for (const name of files) {
    try {
      environments.push(loadEnvironment(name));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      reports.push(...error.reports);
    }
  }
  if (reports.length > 0) {
    throw new ConfigurationError(reports);
  }
  return environments;
}

function loadEnvironment(name: string): Environment {
  const file = `config/${name}`;
  const environment = parseEnvironment(defaultExport(name), file);
  const expected = basename(name, ".ts");
  if (environment.name !== expected) {
    const problem = `name must be the file's, "${expected}", got "${environment.name}"`;
    throw new ConfigurationError([{ file, problems: [problem] }]);
  }
  return environment;
}

function defaultExport(name: string): unknown {
  // A literal per environment, found by its place: adding a file is all that a new environment needs.
  const module: { default?: unknown } = require(resolve(CONFIG_FOLDER, name));
  return module.default;
}
