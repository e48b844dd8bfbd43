import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import type { BenchContext } from "../bench";
import type { Variant } from "../measure/variant";
import { copySources } from "../sources";
import { barrelImports } from "./barrel-imports";
import { peerFolder } from "./peer-folder";

/**
 * The same stacks in a project of `cdktf init --template typescript`. ts-node checks and compiles the sources, which import the
 * provider's root. Only imports and compiler settings differ, so the ratio shows the cost of both.
 */
export async function cdktfInit(context: BenchContext): Promise<Variant> {
  const folder = await peerFolder("cdktf-init", context);
  copySources(folder, barrelImports);
  copyFileSync(join(REPOSITORY_ROOT, "bench", "peers", "cdktf-init", "package.json"), join(folder, "package.json"));
  return {
    name: "CDKTF as `cdktf init` makes it: ts-node, barrel imports",
    commands: [{ line: "node node_modules/ts-node/dist/bin.js main.ts", cwd: folder }],
  };
}
