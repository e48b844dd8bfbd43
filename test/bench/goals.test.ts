import { goalTable } from "../../bench/goals";

describe("goalTable", () => {
  it("reports whether each goal is reached, including the limit itself", () => {
    const { rows } = goalTable([
      { text: "CPU", limit: 0.2, measured: 0.2, unit: "x" },
      { text: "time", limit: 60, measured: 60.04, unit: "s" },
    ]);

    expect(rows).toEqual([
      ["CPU", "0.20 x", "0.20 x", "reached"],
      ["time", "60.0 s", "60.0 s", "not reached"],
    ]);
  });
});
