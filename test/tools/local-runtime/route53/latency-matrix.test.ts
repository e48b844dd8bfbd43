import { REGIONS } from "../../../../config/schema/fields/regions";
import { LatencyMatrix } from "../../../../tools/local-runtime/route53/latency-matrix";
import { MEASURED_LATENCIES } from "../../../../tools/local-runtime/route53/measured-latencies";
import { parseLatencies } from "../../../../tools/local-runtime/route53/parse-latencies";
import { REGION_LOCATIONS } from "../../../../tools/local-runtime/route53/region-locations";

describe("LatencyMatrix", () => {
  const matrix = new LatencyMatrix();

  it("has a latency between any two regions, the same in both directions, and lowest within a region", () => {
    for (const one of REGIONS) {
      for (const other of REGIONS) {
        expect(matrix.between(one, other)).toBe(matrix.between(other, one));
        expect(matrix.between(one, other)).toBeGreaterThan(one === other ? 0 : matrix.between(one, one));
      }
    }
  });

  it("knows the location of each region that the configuration accepts", () => {
    expect(Object.keys(REGION_LOCATIONS).sort()).toEqual([...REGIONS].sort());
  });

  it("uses a measured latency where there is one", () => {
    expect(matrix.between("us-east-1", "eu-west-1")).toBe(70);
    expect(matrix.between("eu-west-1", "us-east-1")).toBe(70);
  });

  it("estimates the others from the distance", () => {
    // Dublin to Stockholm: 1,600 km, measured 40 ms. Tokyo to Osaka: 400 km, measured 10 ms.
    expect(matrix.between("eu-west-1", "eu-north-1")).toBe(28);
    expect(matrix.between("ap-northeast-1", "ap-northeast-3")).toBe(9);
  });

  it.each([
    ["eu-west-1", "eu-north-1", 41],
    ["us-east-2", "us-west-1", 53],
    ["ca-central-1", "eu-west-2", 79],
    ["af-south-1", "eu-west-1", 159],
    ["ap-northeast-2", "us-west-1", 133],
    ["me-central-1", "ap-southeast-3", 106],
  ])("estimates %s to %s within a factor of two of %d ms (cloudping.co, median of a year)", (one, other, measured) => {
    expect(matrix.between(one, other)).toBeGreaterThan(measured / 2);
    expect(matrix.between(one, other)).toBeLessThan(measured * 2);
  });

  it("has each measured pair once, with a region of the list", () => {
    const pairs = Object.entries(MEASURED_LATENCIES).flatMap(([one, row]) =>
      Object.keys(row).map((other) => [one, other].sort().join(" ")),
    );
    expect(new Set(pairs).size).toBe(36);
    expect(pairs).toHaveLength(36);
    expect(pairs.flatMap((pair) => pair.split(" ")).filter((region) => !REGIONS.includes(region))).toEqual([]);
  });

  it("uses the user's figures first, for both directions or each", () => {
    const own = new LatencyMatrix({
      "eu-west-1": { "us-east-1": 5, "eu-west-1": 1 },
      "us-east-1": { "sa-east-1": 7 },
      "sa-east-1": { "us-east-1": 9 },
    });
    expect(own.between("us-east-1", "eu-west-1")).toBe(5);
    expect(own.between("eu-west-1", "eu-west-1")).toBe(1);
    expect([own.between("us-east-1", "sa-east-1"), own.between("sa-east-1", "us-east-1")]).toEqual([7, 9]);
  });

  it("fails for a region without a location", () => {
    expect(() => matrix.between("eu-west-1", "moon-1")).toThrow(
      'region must be an AWS region with a known location, got "moon-1"',
    );
  });
});

describe("parseLatencies", () => {
  it("reads latencies", () => {
    const latencies = { "eu-west-1": { "us-east-1": 70, "eu-west-1": 0 } };
    expect(parseLatencies("latencies.json", JSON.stringify(latencies))).toEqual(latencies);
  });

  it.each([
    ["{", [/^f.json must be JSON, got a file with an error: .+$/]],
    ["[1]", ['f.json must be an object of regions, got [1]; write { "eu-west-1": { "us-east-1": 70 } }']],
    ['{"eu-west-1": 3}', ["f.json: eu-west-1 must be an object of latencies, got 3"]],
    [
      '{"moon-1": {"us-east-1": -1, "mars-1": 10}, "eu-west-1": {"us-east-1": "70", "eu-west-2": 10001}}',
      [
        'f.json: moon-1 must be an AWS region, e.g. eu-west-1, got "moon-1"',
        "f.json: moon-1.us-east-1 must be a number of milliseconds from 0 to 10000, got -1",
        'f.json: moon-1.mars-1 must be an AWS region, e.g. eu-west-1, got "mars-1"',
        'f.json: eu-west-1.us-east-1 must be a number of milliseconds from 0 to 10000, got "70"',
        "f.json: eu-west-1.eu-west-2 must be a number of milliseconds from 0 to 10000, got 10001",
      ],
    ],
  ])("names each fault of %s", (text, lines) => {
    let message = "";
    try {
      parseLatencies("f.json", text);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.split("\n")).toEqual(
      lines.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))),
    );
  });
});
