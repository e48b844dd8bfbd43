import type { BenchResult, ResultTable } from "./bench";

/** Text of one bench's section in docs/benchmarks.md. */
export function section(result: BenchResult, machine: string): string {
  const parts = [machine, ...result.tables.map(markdownTable), ...result.notes.map((note) => `- ${note}`)];
  return parts.join("\n\n").replaceAll("\n\n- ", "\n- ").replace("\n- ", "\n\n- ");
}

/**
 * Writes a benchmark's section between its markers, e.g. `<!-- bench:synth -->` and `<!-- /bench:synth -->`. Text outside the
 * markers does not change. A benchmark without markers gets a new section at the end.
 */
export function withSection(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const block = `${begin}\n\n${text}\n\n${end}`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) {
    return `${document.trimEnd()}\n\n## ${name}\n\n${block}\n`;
  }
  return `${document.slice(0, from)}${block}${document.slice(to + end.length)}`;
}

function markdownTable({ title, header, rows }: ResultTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`**${title}**\n`, line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
