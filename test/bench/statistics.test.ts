import { median, range } from "../../bench/statistics";

describe("median", () => {
  it("is the middle value of an odd number of values", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is the mean of the two middle values of an even number", () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it("compares numbers, not text, and leaves the values in their order", () => {
    const values = [10, 9, 100];

    expect(median(values)).toBe(10);
    expect(values).toEqual([10, 9, 100]);
  });

  it("fails without values", () => {
    expect(() => median([])).toThrow("values must hold at least one number, got none");
  });
});

describe("range", () => {
  it("names the smallest and the largest value", () => {
    expect(range([1.234, 0.5, 2], 2)).toBe("0.50-2.00");
  });
});
