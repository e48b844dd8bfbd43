import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import type { Variant } from "../measure/variant";
import { BENCH_SCRATCH } from "../scratch";
import { synthesisSources } from "../sources";

/** Output folder of the measured synthesis, so that `cdktf.out` does not change. */
export const OWN_OUTPUT = join(BENCH_SCRATCH, "cdktf.out");

/** The command in cdktf.json with which CDKTF runs `main.ts`. */
export function appCommand(root = REPOSITORY_ROOT): string {
  return (JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8")) as { app: string }).app;
}

/** Tierra's synthesis of every environment, as a complete process. */
export function ownSynthesis(): Variant {
  const env = { CDKTF_OUTDIR: OWN_OUTPUT };
  return { name: `Tierra: ${appCommand()}`, commands: [{ line: appCommand(), cwd: REPOSITORY_ROOT, env }] };
}

/** The floors, which read the output of the synthesis. */
export function floors(): Variant[] {
  const modules = ["cdktf", ...providerClasses()];
  const floor = (name: string, loaded: readonly string[]): Variant => {
    const words = ["node", join("bench", "synth", "floor.js"), OWN_OUTPUT, join(BENCH_SCRATCH, "floor.out"), ...loaded];
    return { name, commands: [{ line: words.map(quote).join(" "), cwd: REPOSITORY_ROOT }] };
  };
  return [
    floor(
      `floor: Node loads cdktf and the ${modules.length - 1} provider classes in use, reads and writes the stacks`,
      modules,
    ),
    floor("floor: Node reads and writes the stacks", []),
  ];
}

/** Modules of the provider that the sources import. */
function providerClasses(): string[] {
  const found = new Set<string>();
  for (const path of synthesisSources().filter((name) => /^(stacks|modules)\/.*\.ts$/.test(name))) {
    for (const [module] of readFileSync(join(REPOSITORY_ROOT, path), "utf8").matchAll(
      /@cdktf\/provider-aws\/lib\/[\w-]+/g,
    )) {
      found.add(module);
    }
  }
  return [...found].filter((module) => existsSync(join(REPOSITORY_ROOT, "node_modules", module))).sort();
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
