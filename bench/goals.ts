import type { ResultTable } from "./bench";

/** Upper limit of a figure. */
export interface Goal {
  readonly text: string;
  readonly limit: number;
  readonly measured: number;
  /** Unit of both, e.g. `x` or `MiB`. */
  readonly unit: string;
}

/** A table of goals and measured values. A benchmark never fails because of a goal that is not reached. */
export function goalTable(goals: readonly Goal[]): ResultTable {
  const digits = (value: number) => (value < 10 ? 2 : 1);
  const figure = (value: number, unit: string) => `${value.toFixed(digits(value))} ${unit}`;
  return {
    title: "Goals",
    header: ["goal", "at most", "measured", ""],
    rows: goals.map(({ text, limit, measured, unit }) => [
      text,
      figure(limit, unit),
      figure(measured, unit),
      measured <= limit ? "reached" : "not reached",
    ]),
  };
}
