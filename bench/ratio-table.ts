import type { ResultTable } from "./bench";
import type { Usage } from "./measure/usage";
import type { Samples } from "./measure/variant";
import { median, range } from "./statistics";

/** A figure of a run in a table, with its number of digits. */
export interface Figure {
  readonly title: string;
  readonly digits: number;
  readonly of: (usage: Usage) => number;
}

export const CPU: Figure = { title: "CPU s", digits: 2, of: ({ cpuSeconds }) => cpuSeconds };
export const WALL: Figure = { title: "wall s", digits: 2, of: ({ wallSeconds }) => wallSeconds };
export const PEAK: Figure = { title: "peak MiB", digits: 0, of: ({ peakMiB }) => peakMiB };

/**
 * Medians and ranges of each variant, and the ratio of the first variant's median to each of the others. 0.25 x means that the
 * first variant needs a quarter.
 *
 * @param facts cells between the name and the figures, one list per variant
 */
export function ratioTable(
  title: string,
  samples: readonly Samples[],
  figures: readonly Figure[],
  facts: { readonly header: readonly string[]; readonly cells: readonly (readonly string[])[] } = {
    header: [],
    cells: [],
  },
): ResultTable {
  const [subject] = samples;
  const header = ["", ...facts.header, ...figures.flatMap((figure) => [figure.title, "range", "Tierra / this"])];
  const rows = samples.map(({ name, usages }, index) => [
    name,
    ...(facts.cells[index] ?? []),
    ...figures.flatMap((figure) => {
      const values = usages.map(figure.of);
      const value = median(values);
      const own = median((subject?.usages ?? []).map(figure.of));
      const ratio = index === 0 ? "" : `${(own / value).toFixed(2)} x`;
      return [value.toFixed(figure.digits), range(values, figure.digits), ratio];
    }),
  ]);
  return { title, header, rows };
}
