import { basename, resolve } from "node:path";
import { type Environment, environmentSchema } from "./environment";
import { checkEnvironments } from "./environments";
import { defaultExport } from "./loading/default-export";
import { environmentFiles } from "./loading/environment-files";
import { plainData } from "./loading/plain-data";
import { ConfigurationError, describeIssues, type FileReport } from "./report";

export { type ActiveActiveConfig, type ActiveActiveRegionConfig, regionsByState } from "./active-active";
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
 * @param input any value, also one that cannot be shown or that throws when it is read
 * @param file path of the environment's file, for the report
 * @throws ConfigurationError with every problem
 */
export function parseEnvironment(input: unknown, file: string): Environment {
  const { data, problems } = plainData(input);
  if (problems.length > 0) {
    throw new ConfigurationError([{ file, problems }]);
  }
  const result = environmentSchema.safeParse(data);
  if (!result.success) {
    throw new ConfigurationError([{ file, problems: describeIssues(result.error.issues, data) }]);
  }
  return result.data;
}

/**
 * Every environment of the repository, sorted by file name.
 *
 * @param canBeNone true if the repository may have no environment. @default false
 * @throws ConfigurationError with every problem of every file, and with files that look like environments but are not read
 */
export function loadEnvironments({ canBeNone = false } = {}): Environment[] {
  const { names, reports: unread } = environmentFiles(CONFIG_FOLDER);
  const reports: FileReport[] = [...unread];
  const environments: Environment[] = [];
  for (const name of names) {
    try {
      environments.push(loadEnvironment(name));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) {
        throw error;
      }
      reports.push(...error.reports);
    }
  }
  if (reports.length === 0 && environments.length === 0 && !canBeNone) {
    const problem = "the folder must have at least one environment, got none; run npm run new -- environment <name>";
    reports.push({ file: "config", problems: [problem] });
  }
  if (reports.length > 0) {
    throw new ConfigurationError(onceEach(reports.sort((one, other) => (one.file < other.file ? -1 : 1))));
  }
  checkEnvironments(environments);
  return environments;
}

/** Problems of files that an environment imports start so. Other environments that import the same files have the same problems. */
const SHARED = /^(config\/|files of config\/)/;

/** Reports each problem of an imported file once. */
function onceEach(reports: readonly FileReport[]): FileReport[] {
  const known = new Set<string>();
  return reports
    .map(({ file, problems }) => {
      const fresh = problems.filter((problem) => !(SHARED.test(problem) && known.has(problem)));
      for (const problem of problems) {
        known.add(problem);
      }
      return { file, problems: fresh };
    })
    .filter(({ problems }) => problems.length > 0);
}

function loadEnvironment(name: string): Environment {
  const file = `config/${name}`;
  const environment = parseEnvironment(defaultExport(CONFIG_FOLDER, name), file);
  const expected = basename(name, ".ts");
  if (environment.name !== expected) {
    const problem = `name must be the name of the file, "${expected}", got "${environment.name}"`;
    throw new ConfigurationError([{ file, problems: [problem] }]);
  }
  return environment;
}
