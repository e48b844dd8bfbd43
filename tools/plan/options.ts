import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { SYNTHESIZED } from "../shared/repository";
import { UsageError } from "../shared/usage-error";
import { stringOptions } from "./arguments";
import { REPORT } from "./report";

export interface PlanOptions {
  /** Folder with the stacks as they were. */
  readonly base: string;
  /** Folder with the stacks as they are to be. */
  readonly head: string;
  /** Folder for plans, texts and the summary. */
  readonly out: string;
  /** Plans the stacks of this environment alone: one account's credentials are at hand. */
  readonly environment?: string;
}

const USAGE = "npm run plan:changed -- --base <folder> [--head cdktf.out] [--environment <name>] --out <folder>";

/**
 * @throws UsageError for an unknown or missing option, or an output folder that holds something else
 */
export function planOptions(args: readonly string[]): PlanOptions {
  const names = { required: ["base", "out"], optional: ["head", "environment"] } as const;
  const { base, head, out, environment } = stringOptions(args, names, USAGE);
  const folder = resolve(out);
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, REPORT))) {
    throw new UsageError(`--out must name a new folder, an empty one or one with earlier plans, got "${out}"`);
  }
  return {
    base: resolve(base),
    head: head ? resolve(head) : SYNTHESIZED,
    out: folder,
    ...(environment ? { environment } : {}),
  };
}
