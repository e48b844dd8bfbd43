import type { Samples } from "../../bench/measure/variant";
import { CPU, PEAK, ratioTable } from "../../bench/ratio-table";

function samples(name: string, cpu: readonly number[], peakMiB: number): Samples {
  return { name, usages: cpu.map((cpuSeconds) => ({ cpuSeconds, wallSeconds: 1, peakMiB })) };
}

describe("ratioTable", () => {
  const own = samples("own", [1, 3, 2], 100);
  const peer = samples("peer", [9, 8, 8], 400);

  it("shows medians, ranges, and ratios of the first variant to the others", () => {
    const { header, rows } = ratioTable("title", [own, peer], [CPU, PEAK]);

    expect(header).toEqual(["", "CPU s", "range", "Tierra / this", "peak MiB", "range", "Tierra / this"]);
    expect(rows).toEqual([
      ["own", "2.00", "1.00-3.00", "", "100", "100-100", ""],
      ["peer", "8.00", "8.00-9.00", "0.25 x", "400", "400-400", "0.25 x"],
    ]);
  });
});
