import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Environment, environmentSchema } from "./environment";
import { checkEnvironments } from "./environments";
import { ConfigurationError, describeIssues, type FileReport } from "./report";

export type { ActiveActiveConfig, ActiveActiveRegionConfig } from "./active-active";
export type { AuroraApiConfig } from "./aurora-api";
export type { Environment, EnvironmentInput } from "./environment";
export type { LocalZoneConfig } from "./local-zone";
export { ConfigurationError } from "./report";
export { type ArchitectureName, type Deployment, deploymentName, SelectorError, select } from "./selection";
export type { ThreeTierConfig } from "./three-tier";

/** The folder of the environments. Each of its files is an environment; the schema is in a folder below it. */
const CONFIG_FOLDER = resolve(__dirname, "..");

/**
 * Checks one environment and adds its defaults.
 *
 * @param file path of the environment's file, for the report
 * @throws ConfigurationError with every problem
 */
export function parseEnvironment(input: unknown, file: string): Environment {
  const result = environmentSchema.safeParse(input);
  if (!result.success) {
    throw new ConfigurationError([{ file, problems: describeIssues(result.error.issues, input) }]);
  }
  return result.data;
}

/**
 * Every environment of the repository, sorted by file name.
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
  checkEnvironments(environments);
  return environments;
}

function loadEnvironment(name: string): Environment {
  const file = `config/${name}`;
  const environment = parseEnvironment(defaultExport(name), file);
  const expected = basename(name, ".ts");
  if (environment.name !== expected) {
    const problem = `name must be the name of the file, "${expected}", got "${environment.name}"`;
    throw new ConfigurationError([{ file, problems: [problem] }]);
  }
  return environment;
}

function defaultExport(name: string): unknown {
  // The folder is the list of environments: a new environment needs a new file and no other change.
  const module: { default?: unknown } = require(resolve(CONFIG_FOLDER, name));
  return module.default;
}
