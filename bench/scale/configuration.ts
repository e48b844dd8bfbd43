/** Text of an environment file, by its path in the copy. */
export type ConfigurationFiles = Readonly<Record<string, string>>;

/**
 * `pairs` copies of the environments of the repository, with unique names: `dev000`, `prod000`, `dev001` and so on. Each copy has
 * its own account, domains, Direct Connect resources and VPN router, because the configuration refuses copies that share them.
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
      files[path.replace(`${name}.ts`, `${copy}.ts`)] = separate(text.replace(literal, `name: "${copy}",`), copy, pair);
    }
  }
  return files;
}

function separate(text: string, copy: string, pair: number): string {
  const account = /accountId: "(\d)\d{11}"/.exec(text)?.[1] ?? "1";
  return text
    .replace(/\b\d{12}\b/g, account + String(pair).padStart(11, "0"))
    .replace(/\bexample\.com\b/g, `${copy}.example.com`)
    .replace(/"(dxvif|dxcon)-(\w+)"/g, `"$1-${copy}$2"`)
    .replace(/"198\.51\.100\.(\d+)"/g, `"198.51.${pair}.$1"`);
}

/** Path of the list of regions in the repository. */
export const REGION_LIST = "config/schema/fields/regions.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * One environment with the active-active architecture in `count` regions of two zones. AWS has fewer, so the names are invented,
 * and added to the list of regions.
 *
 * @param list text of the list, `config/schema/fields/regions.ts`
 */
export function manyRegions(count: number, list: string): ConfigurationFiles {
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
  const invented = regions.map(({ name }) => `"${name}"`).join(", ");
  return {
    [REGION_LIST]: list.replace("[\n", `[\n  ${invented},\n`),
    "config/scale.ts":
      'import type { EnvironmentInput } from "./schema";\n\n' +
      `const scale: EnvironmentInput = ${JSON.stringify(environment, null, 2)};\n\nexport default scale;\n`,
  };
}
