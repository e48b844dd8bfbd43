import type { ReadReport, StackPlan } from "../../../tools/plan/report";
import { renderSummary } from "../../../tools/plan/summary";

const SUM = "ab".repeat(32);

function plan(id: string, more: Partial<StackPlan> = {}): StackPlan {
  return { id, reason: "changed", reads: [], outcome: "changes", line: "Plan: 1 to add.", sha256: SUM, ...more };
}

function report(plans: readonly StackPlan[], texts: Record<string, string> = {}, deleted: string[] = []): ReadReport {
  return { plans, deleted, texts: new Map(plans.map(({ id }) => [id, texts[id] ?? `text of ${id}\n`])) };
}

/** Text with this number of lines of 50 characters, numbered. */
function linesOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `${String(index).padEnd(48, ".")}\n`).join("");
}

describe("renderSummary", () => {
  it("reports that no stack is affected", () => {
    expect(renderSummary(report([]))).toBe("### No stack changes\n");
  });

  it("counts the outcomes, and lists every stack with reason, plan and checksum", () => {
    const text = renderSummary(
      report([
        plan("dev-network"),
        plan("dev-data", { reason: "dependent", reads: ["dev-network"], outcome: "no-changes", line: "No changes." }),
        plan("dev-new", { reason: "new" }),
      ]),
    );
    expect(text.split("\n").slice(0, 6)).toEqual([
      "### Plans: 2 with changes, 1 without",
      "",
      "| stack | why | plan | SHA-256 of the plan file |",
      "|---|---|---|---|",
      `| \`dev-network\` | changed | Plan: 1 to add. | \`${SUM}\` |`,
      `| \`dev-data\` | reads dev-network | No changes. | \`${SUM}\` |`,
    ]);
  });

  it("has a collapsed section for the text of every plan with changes", () => {
    const text = renderSummary(report([plan("dev-a"), plan("dev-b", { outcome: "no-changes", line: "No changes." })]));
    expect(text).toContain(
      "<details><summary><code>dev-a</code>: Plan: 1 to add.</summary>\n\n```text\ntext of dev-a\n```\n\n</details>",
    );
    expect(text).not.toContain("text of dev-b");
  });

  it("lists deleted stacks and how to destroy them", () => {
    const text = renderSummary(report([], {}, ["dev-old"]));
    expect(text).toContain("### Plans: 1 deleted");
    expect(text).toContain("`npx cdktf destroy <stack>`");
    expect(text).toContain("- `dev-old`\n");
  });

  it("has a code fence that no value of a plan can close", () => {
    const text = renderSummary(report([plan("dev-a")], { "dev-a": "```\n@everyone\n````\n" }));
    expect(text).toContain("\n`````text\n```\n@everyone\n````\n`````\n");
  });

  it("fits in a comment: includes short texts completely, shortens long ones by whole lines, and notes the number of lines", () => {
    const plans = ["dev-long", "dev-longer", "dev-short"].map((id) => plan(id));
    const texts = { "dev-long": linesOf(2000), "dev-longer": linesOf(4000), "dev-short": "all of it\n" };
    const text = renderSummary(report(plans, texts));
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(63_000);
    expect(text).toContain("all of it");
    expect(text).toMatch(/\n\.\.\. \d+ of 2000 lines are shown\. dev-long\.txt in the artifact contains all of them\n/);
    expect(text).toMatch(
      /\n\.\.\. \d+ of 4000 lines are shown\. dev-longer\.txt in the artifact contains all of them\n/,
    );
  });

  it("fits in a comment with more stacks than it can list", () => {
    const many = Array.from({ length: 2000 }, (_, index) => plan(`dev-stack-${index}`));
    const text = renderSummary(
      report(
        many,
        {},
        many.map(({ id }) => `old-${id}`),
      ),
    );
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toMatch(/\n\d+ more stacks are in the artifact\.\n/);
    expect(text).toMatch(/\n- and \d+ more\n/);
    expect(text).toContain("The plans are too long for this comment");
  });
});
