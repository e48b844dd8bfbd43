import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { REPOSITORY_ROOT } from "../tools/shared/repository";

/** Conditions of a run: commit, Node, cores, memory, and the load of the last minute. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return (
    `Commit ${commit()}, Node ${process.version}, ${availableParallelism()} cores (${model}), ${memory} GiB, ` +
    `load ${load} at the end.`
  );
}

/** Short hash of the commit, marked when the work tree differs from it. */
function commit(): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: REPOSITORY_ROOT, encoding: "utf8" }).trim();
  const changed = git("status", "--porcelain", "--", ".", ":!docs/benchmarks.md") !== "";
  return git("rev-parse", "--short=10", "HEAD") + (changed ? " with uncommitted changes" : "");
}
