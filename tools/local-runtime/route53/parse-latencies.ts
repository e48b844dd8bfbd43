import { UsageError } from "../../shared/usage-error";
import type { Latencies } from "./measured-latencies";
import { REGION_LOCATIONS } from "./region-locations";

/** Longest latency of a file, in milliseconds. */
const LONGEST_MS = 10_000;

/**
 * Parses a file of latencies between regions, in milliseconds: `{ "eu-west-1": { "us-east-1": 70 } }`. A figure for one direction is
 * also valid for the other, unless that has its own.
 *
 * @param file name of the file in errors
 * @throws UsageError with one line for each fault
 */
export function parseLatencies(file: string, text: string): Latencies {
  const rows = parse(file, text);
  const faults = isObject(rows)
    ? Object.entries(rows).flatMap(([from, row]) => faultsOfRow(file, from, row))
    : [`${file} must be an object of regions, got ${JSON.stringify(rows)}; write { "eu-west-1": { "us-east-1": 70 } }`];
  if (faults.length > 0) {
    throw new UsageError(faults.join("\n"));
  }
  return rows as Latencies;
}

function faultsOfRow(file: string, from: string, row: unknown): string[] {
  const path = `${file}: ${from}`;
  if (!isObject(row)) {
    return [...unknownRegion(path, from), `${path} must be an object of latencies, got ${JSON.stringify(row)}`];
  }
  return [
    ...unknownRegion(path, from),
    ...Object.entries(row).flatMap(([to, value]) => [
      ...unknownRegion(`${path}.${to}`, to),
      ...(typeof value === "number" && value >= 0 && value <= LONGEST_MS
        ? []
        : [`${path}.${to} must be a number of milliseconds from 0 to ${LONGEST_MS}, got ${JSON.stringify(value)}`]),
    ]),
  ];
}

function unknownRegion(path: string, region: string): string[] {
  return Object.hasOwn(REGION_LOCATIONS, region)
    ? []
    : [`${path} must be an AWS region, e.g. eu-west-1, got ${JSON.stringify(region)}`];
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} must be JSON, got a file with an error: ${(error as Error).message}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
