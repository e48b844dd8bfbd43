/** A request that is repeated. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly request: () => RequestInit;
  /** Name of the target that is compared with this one. */
  readonly beside?: string;
}

/** Measurement of a number of requests. */
export interface Answers {
  readonly perSecond: number;
  /** Response times in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends `requests` requests over `connections` connections. Each connection waits for a response before its next request.
 *
 * @throws Error for an unsuccessful response
 */
export async function load(target: Target, requests: number, connections: number): Promise<Answers> {
  const milliseconds: number[] = [];
  let left = requests;
  const connection = async () => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      const response = await fetch(target.url, target.request());
      const text = await response.text();
      if (!response.ok) {
        throw new Error(`${target.name} must succeed, got ${response.status}: ${text}`);
      }
      milliseconds.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, connection));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: requests / seconds, p50: quantile(milliseconds, 0.5), p99: quantile(milliseconds, 0.99) };
}

/** The percentile: the smallest value that a part `share` of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
