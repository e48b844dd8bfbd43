/** The middle value, or the mean of the two middle ones. @throws Error without values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (lower === undefined || upper === undefined) {
    throw new Error("values must hold at least one number, got none");
  }
  return (lower + upper) / 2;
}

/** Smallest and largest value as text, e.g. `1.52-1.80`. */
export function range(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)}`;
}
