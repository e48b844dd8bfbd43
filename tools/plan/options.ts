import { resolve } from "node:path";
import { readOptions } from "../shared/options";
import { SYNTHESIZED } from "../shared/repository";
import { checkOutputFolder } from "./output-folder";
import { REPORT } from "./report";

export interface PlanOptions {
  /** Folder with the stacks before the change. */
  readonly base: string;
  /** Folder with the stacks after the change. */
  readonly head: string;
  /** Folder for plans, texts and the summary. */
  readonly out: string;
  /** Plans only the stacks of this environment, because the credentials belong to one account. */
  readonly environment?: string;
}

const OPTIONS = {
  base: { value: "<folder>", required: true },
  out: { value: "<folder>", required: true },
  head: { value: "cdktf.out" },
  environment: { value: "<name>" },
} as const;

/**
 * @throws UsageError for an unknown or missing option, or an output folder with other files
 */
export function planOptions(args: readonly string[]): PlanOptions {
  const { base, head, out, environment } = readOptions(args, "npm run plan:changed --", OPTIONS);
  const folder = resolve(out);
  checkOutputFolder(folder, REPORT, "earlier plans");
  return {
    base: resolve(base),
    head: head ? resolve(head) : SYNTHESIZED,
    out: folder,
    ...(environment ? { environment } : {}),
  };
}
