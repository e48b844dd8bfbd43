import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ConfigFiles, placeConfig } from "./place-config";
import { ScratchCopy } from "./scratch";

/** The result of one run of main.ts. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Names of the output folder and of temporary output folders that the run left behind. */
  readonly left: readonly string[];
}

/**
 * Runs main.ts once per set of files, all in one process, because a start of Node and the compilation of the schema take most of a
 * second of one core. Only config/ and main.ts are loaded again.
 */
const ONE_AFTER_THE_OTHER = `
  const { readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
  const { join } = require("node:path");
  const { placeConfig } = require("./place-config.ts");
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };
  const outcomes = Object.entries(JSON.parse(readFileSync("sets.json", "utf8"))).map(([name, files]) => {
    placeConfig("config", files);
    for (const path of Object.keys(require.cache)) {
      const isLoadedAgain = path.startsWith(join(process.cwd(), "config/")) && !path.includes("config/schema/");
      if (isLoadedAgain || path === join(process.cwd(), "main.ts")) delete require.cache[path];
    }
    const outcome = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      process[stream].write = (text) => { outcome[stream] += text; return true; };
    }
    try {
      require("./main.ts");
    } finally {
      for (const stream of ["stdout", "stderr"]) process[stream].write = write[stream];
    }
    outcome.code = process.exitCode ?? 0;
    outcome.left = readdirSync(".").filter((name) => name.includes("cdktf.out"));
    process.exitCode = 0;
    for (const name of outcome.left) rmSync(name, { recursive: true });
    return [name, outcome];
  });
  writeFileSync("outcomes.json", JSON.stringify(Object.fromEntries(outcomes)));
`;

/** Runs main.ts with each set of environments, in a copy of the repository whose architectures must not be loaded. */
export async function oneAfterTheOther(
  sets: Readonly<Record<string, ConfigFiles>>,
): Promise<Readonly<Record<string, Outcome>>> {
  const copy = withoutArchitectures({});
  writeFileSync(join(copy.root, "sets.json"), JSON.stringify(sets));
  copyFileSync(join(__dirname, "place-config.ts"), join(copy.root, "place-config.ts"));
  writeFileSync(join(copy.root, "one-after-the-other.js"), ONE_AFTER_THE_OTHER);
  const result = await copy.node(["run-typescript.js", "one-after-the-other.js"]);
  expect(result).toMatchObject({ code: 0, stdout: "", stderr: "" });
  return JSON.parse(readFileSync(join(copy.root, "outcomes.json"), "utf8"));
}

/** A copy of the repository with other environments, whose architectures must not be loaded. */
export function withoutArchitectures(files: ConfigFiles): ScratchCopy {
  const copy = new ScratchCopy();
  for (const [architecture, composition] of [
    ["state", "composeState"],
    ["three-tier", "composeThreeTier"],
  ] as const) {
    const unreachable = `export function ${composition}(): void {\n  throw new Error("composed");\n}\n`;
    writeFileSync(join(copy.root, "stacks", architecture, "index.ts"), unreachable);
  }
  placeConfig(join(copy.root, "config"), files);
  return copy;
}
