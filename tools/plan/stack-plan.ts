import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../shared/program";
import { writeWhole } from "../shared/write-file";
import type { TerraformCli } from "../terraform/cli";
import type { AffectedStack } from "./affected";
import { filesOf, type StackPlan } from "./report";
import type { LoadedStack } from "./synthesized";

/** Time limit for one Terraform command, in seconds. A refresh of hundreds of resources takes minutes. */
const TIME_LIMIT = 900;

/** Exit codes of `plan -detailed-exitcode`. */
const NO_CHANGES = 0;
const CHANGES = 2;

/**
 * Plans a stack against its current state in AWS. It writes the plan file, so that exactly the reviewed plan can be applied. The
 * plan uses no lock, because the credentials may have read access only. Terraform does not apply an outdated plan.
 */
export async function planStack(
  terraform: TerraformCli,
  affected: AffectedStack,
  stack: LoadedStack,
  out: string,
): Promise<StackPlan> {
  const files = filesOf(affected.id);
  const run = (args: readonly string[]) => terraform.run(args, { cwd: stack.folder, timeoutSeconds: TIME_LIMIT });
  const finish = (result: Omit<StackPlan, keyof AffectedStack>, text: string): StackPlan => {
    writeWhole(join(out, files.text), text.endsWith("\n") ? text : `${text}\n`);
    return { ...affected, ...result };
  };

  const init = await run(["init", "-input=false", "-no-color"]);
  if (init.code !== 0) {
    return finish(failure("init", init, affected), init.stdout + init.stderr);
  }
  const planFile = join(out, files.plan);
  const plan = await run([
    "plan",
    "-input=false",
    "-no-color",
    "-lock=false",
    "-detailed-exitcode",
    `-out=${planFile}`,
  ]);
  if (plan.code !== NO_CHANGES && plan.code !== CHANGES) {
    // Terraform writes an incomplete plan file if the plan fails.
    rmSync(planFile, { force: true });
    return finish(failure("plan", plan, affected), plan.stderr.trim() || plan.stdout);
  }
  const shown = await run(["show", "-no-color", planFile]);
  if (shown.code !== 0) {
    return finish(failure("show", shown, affected), shown.stderr.trim() || shown.stdout);
  }
  const sha256 = createHash("sha256").update(readFileSync(planFile)).digest("hex");
  const outcome = plan.code === CHANGES ? "changes" : "no-changes";
  return finish({ outcome, line: lineOf(shown.stdout), sha256 }, shown.stdout.trimStart());
}

/** The summary line of a plan. A plan that changes only outputs has no such line. */
function lineOf(text: string): string {
  return /^Plan: .*$/m.exec(text)?.[0] ?? (/^No changes\./m.test(text) ? "No changes." : "Outputs change.");
}

function failure(command: string, result: RunResult, { reads }: AffectedStack): Omit<StackPlan, keyof AffectedStack> {
  if (reads.length > 0 && readsWhatIsNotThere(result)) {
    return { outcome: "waits", line: `Waits for ${reads.join(", ")}: reads outputs that are not applied yet.` };
  }
  const why = result.code === 124 ? `took longer than ${TIME_LIMIT} s` : `ended with exit code ${result.code}`;
  return { outcome: "failed", line: `terraform ${command} ${why}.` };
}

/** Terraform's errors for a state that does not exist, or has no such output. */
function readsWhatIsNotThere({ stdout, stderr }: RunResult): boolean {
  const said = stdout + stderr;
  return (
    /Unable to find remote state/.test(said) ||
    (/Unsupported attribute/.test(said) && /terraform_remote_state/.test(said))
  );
}
