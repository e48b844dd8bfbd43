/** Text of an environment file, by its path in the copy. */
export type ConfigurationFiles = Readonly<Record<string, string>>;

/**
 * `pairs` copies of the environments of the repository, with unique names: `dev000`, `prod000`, `dev001` and so on.
 *
 * @param originals text of each environment file, by its path, e.g. `config/dev.ts`
 * @throws Error when an environment does not have its name as a literal
 */
export function manyEnvironments(originals: ConfigurationFiles, pairs: number): ConfigurationFiles {
  const files: Record<string, string> = {};
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const [path, text] of Object.entries(originals)) {
      const name = path.replace(/^.*\/|\.ts$/g, "");
      const copy = `${name}${String(pair).padStart(3, "0")}`;
      const literal = `name: "${name}",`;
      if (!text.includes(literal)) {
        throw new Error(`${path} must contain its name as ${literal}`);
      }
      files[path.replace(`${name}.ts`, `${copy}.ts`)] = text.replace(literal, `name: "${copy}",`);
    }
  }
  return files;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** One environment with the active-active architecture in `count` regions of two zones. AWS has fewer, so the names are invented. */
export function manyRegions(count: number): ConfigurationFiles {
  const regions = Array.from({ length: count }, (_, index) => {
    const name = `eu-${LETTERS[Math.floor(index / LETTERS.length)]}${LETTERS[index % LETTERS.length]}-1`;
    return {
      name,
      vpcCidr: "10.16.0.0/24",
      zones: [
        { name: `${name}a`, privateCidr: "10.16.0.0/26" },
        { name: `${name}b`, privateCidr: "10.16.0.64/26" },
      ],
    };
  });
  const environment = {
    name: "scale",
    project: "project-x",
    accountId: "111111111111",
    region: regions[0]?.name,
    activeActive: {
      regions,
      domain: { name: "api.example.com", hostedZone: { create: "api.example.com" } },
      api: { auth: { type: "iam" } },
    },
  };
  return {
    "config/scale.ts":
      'import type { EnvironmentInput } from "./schema";\n\n' +
      `const scale: EnvironmentInput = ${JSON.stringify(environment, null, 2)};\n\nexport default scale;\n`,
  };
}
