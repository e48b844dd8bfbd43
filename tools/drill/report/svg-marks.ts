import type { DrillReport } from "./drill-report";
import { CHART_HEIGHT, TOP, WIDTH } from "./svg-layout";

/** A row above the chart. Every second phase has a background. Names are at its left, and left out where there is no space for them. */
export function phaseBands({ phases }: DrillReport, x: (s: number) => number): string[] {
  return phases
    .filter(({ name }) => name !== "verify")
    .flatMap(({ name, from, to }, index) => {
      const width = x(to) - x(from);
      const band =
        index % 2 === 1
          ? [`<rect class="band" x="${x(from).toFixed(1)}" y="${TOP - 21}" width="${width.toFixed(1)}" height="18"/>`]
          : [];
      const label =
        width >= name.length * 6.2 + 4
          ? [`<text class="small" x="${(x(from) + 4).toFixed(1)}" y="${TOP - 8}">${name}</text>`]
          : [];
      return [...band, ...label];
    });
}

/** The times of the fault, the detection, the switch, the restoration and the recovery. */
export function marks({ marks: { fault, restored }, figures }: DrillReport, x: (s: number) => number): string[] {
  const after = (from: number | undefined, seconds: number | undefined) =>
    from === undefined || seconds === undefined ? undefined : from + seconds;
  const all: readonly (readonly [string, number | undefined])[] = [
    ["fault", fault],
    ["detected", after(fault, figures.detection)],
    ["switched", after(fault, figures.switch)],
    ["restored", restored],
    ["recovered", after(restored, figures.recovery)],
  ];
  // Labels in turns on two lines, because two marks can be close together.
  return all.flatMap(([name, at], index) =>
    at === undefined
      ? []
      : [
          `<line class="mark" x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${66 + (index % 2) * 15}" y2="${TOP + CHART_HEIGHT}"/>`,
          `<text class="small" x="${(x(at) + (isLate(x(at)) ? -4 : 4)).toFixed(1)}" y="${75 + (index % 2) * 15}"${isLate(x(at)) ? ' text-anchor="end"' : ""}>${name}</text>`,
        ],
  );
}

/** Whether a label to the right of this place would leave the picture. */
function isLate(x: number): boolean {
  return x > WIDTH - 90;
}
