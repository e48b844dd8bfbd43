import type { ReadReport, StackPlan } from "./report";

/** Maximum length of a GitHub comment, in characters. */
export const COMMENT_LIMIT = 65_536;
/** Characters that the comment adds to the summary. */
const RESERVED = 536;

/** The plans as Markdown that fits a comment. Texts that do not fit are cut, the longest first, and a note says so. */
export function renderSummary(report: ReadReport, limit = COMMENT_LIMIT - RESERVED): string {
  const heading = `${headingOf(report)}\n`;
  const table = tableOf(report, Math.floor(limit / 2));
  const head = [heading, table, deletedNote(report.deleted, limit / 8)].filter(Boolean).join("\n");
  const told = report.plans.filter(({ outcome }) => outcome !== "no-changes");
  const texts = told.map(({ id }) => report.texts.get(id) ?? "");
  const frames = told.map((plan, index) => section(plan, "", texts[index] ?? "").length + CUT_NOTE_LENGTH);
  const room = limit - head.length - frames.reduce((sum, length) => sum + length, 0);
  if (room < 0) {
    return `${head}\nNo room for the plans' texts: they are in the artifact.\n`;
  }
  const shares = fairShares(
    texts.map((text) => text.length),
    room,
  );
  return head + told.map((plan, index) => section(plan, cut(texts[index] ?? "", shares[index] ?? 0, plan.id))).join("");
}

function headingOf({ plans, deleted }: ReadReport): string {
  if (plans.length === 0 && deleted.length === 0) {
    return "### No stack changes";
  }
  const count = (outcome: StackPlan["outcome"]) => plans.filter((plan) => plan.outcome === outcome).length;
  const parts = [
    [count("changes"), "with changes"],
    [count("no-changes"), "without"],
    [count("waits"), "waiting for another"],
    [count("failed"), "failed"],
    [deleted.length, "deleted"],
  ].filter(([number]) => Number(number) > 0);
  return `### Plans: ${parts.map(([number, what]) => `${number} ${what}`).join(", ")}`;
}

function tableOf({ plans }: ReadReport, limit: number): string {
  if (plans.length === 0) {
    return "";
  }
  const rows = plans.map(
    ({ id, reason, reads, line, sha256 }) =>
      `| \`${id}\` | ${reason === "dependent" ? `reads ${reads.join(", ")}` : reason} | ${line} | ${sha256 ? `\`${sha256}\`` : ""} |\n`,
  );
  const { kept, left } = withinLimit(rows, limit);
  const rest = left > 0 ? `\n${left} more stacks are in the artifact.\n` : "";
  return `| stack | why | plan | SHA-256 of the plan file |\n|---|---|---|---|\n${kept.join("")}${rest}`;
}

function deletedNote(deleted: readonly string[], limit: number): string {
  if (deleted.length === 0) {
    return "";
  }
  const { kept, left } = withinLimit(
    deleted.map((id) => `- \`${id}\`\n`),
    limit,
  );
  const rest = left > 0 ? `- and ${left} more\n` : "";
  return `**No longer in the code; what they made stays in AWS.** Destroy them from the base commit (\`npx cdktf destroy <stack>\`) before it is merged:\n${kept.join("")}${rest}`;
}

function withinLimit(lines: readonly string[], limit: number): { kept: string[]; left: number } {
  let length = 0;
  const kept = lines.filter((line) => {
    length += line.length;
    return length <= limit;
  });
  return { kept, left: lines.length - kept.length };
}

/** One stack, in a collapsed section. The fence is longer than any in the text, so that no value of a plan becomes markup. */
function section({ id, line }: StackPlan, shown: string, fencedLike = shown): string {
  const longest = Math.max(2, ...[...fencedLike.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `\n<details><summary><code>${id}</code>: ${line}</summary>\n\n${fence}text\n${shown.trimEnd()}\n${fence}\n\n</details>\n`;
}

/** Characters for the note about cut texts. */
const CUT_NOTE_LENGTH = 200;

function cut(text: string, room: number, id: string): string {
  if (text.length <= room) {
    return text;
  }
  const kept = text.slice(0, room).replace(/[^\n]*$/, "");
  const lines = (part: string) => part.split("\n").length - 1;
  return `${kept}... cut here: ${lines(kept)} of ${lines(text)} lines are shown, all of them are in ${id}.txt of the artifact`;
}

/** Characters for each text. Short texts get their full length. Long texts share the rest equally. */
function fairShares(lengths: readonly number[], room: number): number[] {
  const shares = new Map<number, number>();
  let left = room;
  const ascending = [...lengths.entries()].sort(([, one], [, other]) => one - other);
  for (const [position, [index, length]] of ascending.entries()) {
    const share = Math.min(length, Math.floor(left / (ascending.length - position)));
    shares.set(index, share);
    left -= share;
  }
  return lengths.map((_, index) => shares.get(index) ?? 0);
}
