import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Environment, environmentSchema } from "./environment";
import { ConfigurationError, describeIssues } from "./report";

export type { Environment, EnvironmentInput } from "./environment";
export type { LocalZoneConfig } from "./local-zone";
export { ConfigurationError } from "./report";
export type {
  ThreeTierAppConfig,
  ThreeTierConfig,
  ThreeTierDataConfig,
  ThreeTierEdgeConfig,
  ThreeTierNetworkConfig,
} from "./three-tier";

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
    throw new ConfigurationError(file, describeIssues(result.error.issues, input));
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
  const problems: ConfigurationError[] = [];
  const environments = new Map<string, Environment>();
  for (const name of files) {
    const file = `config/${name}`;
    try {
      const environment = parseEnvironment(defaultExport(name), file);
      if (environment.name !== basename(name, ".ts")) {
        throw new ConfigurationError(file, [
          `name must be the file's, "${basename(name, ".ts")}", got "${environment.name}"`,
        ]);
      }
      environments.set(environment.name, environment);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      problems.push(error);
    }
  }
  if (problems.length > 0) {
    throw new ConfigurationError(
      "config",
      problems.map((problem) => problem.message),
    );
  }
  return [...environments.values()];
}

function defaultExport(name: string): unknown {
  // A literal per environment, found by its place: adding a file is all that a new environment needs.
  const module: { default?: unknown } = require(resolve(CONFIG_FOLDER, name));
  return module.default;
}
