import type { Interval } from "../analysis/series";

/** The bars of one interval, one above the other. */
export interface Band {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  /** Requests per second from which and to which the bar of a name reaches. */
  readonly layers: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
}

/** Intervals of a picture. More would be narrower than two pixels. */
const MOST_BANDS = 440;

/**
 * Stacks the counts of intervals in the order of the names. Combines neighbours if there are too many.
 *
 * @param names keys of the counts, and `failed`
 */
export function bandsOf(intervals: readonly Interval[], names: readonly string[]): Band[] {
  const size = Math.max(1, Math.ceil(intervals.length / MOST_BANDS));
  const bands: Band[] = [];
  for (let index = 0; index < intervals.length; index += size) {
    const group = intervals.slice(index, index + size);
    const layers: Record<string, { from: number; to: number }> = {};
    let height = 0;
    for (const name of names) {
      const sum = group.reduce((total, it) => total + (name === "failed" ? it.failed : (it.answered[name] ?? 0)), 0);
      layers[name] = { from: height, to: height + sum / group.length };
      height += sum / group.length;
    }
    bands.push({ from: index, to: index + group.length, layers });
  }
  return bands;
}

/** The highest value of the axis: a multiple of its step, at least 1. */
export function maximumOf(bands: readonly Band[]): number {
  const highest = Math.max(1, ...bands.flatMap(({ layers }) => Object.values(layers).map(({ to }) => to)));
  const step = stepOf(highest);
  return Math.ceil(highest / step) * step;
}

/** Values of the axis, from 0 to its highest value. */
export function valueTicks(maximum: number): number[] {
  const step = stepOf(maximum);
  return Array.from({ length: Math.round(maximum / step) + 1 }, (_, index) => index * step);
}

/** A round step that gives at most six lines. */
function stepOf(highest: number): number {
  return [1, 2, 5, 10, 20, 50, 100].find((step) => highest / step <= 6) ?? 200;
}
