/** What is asked, again and again. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly request: () => RequestInit;
  /** Name of the target that this one is the yardstick of. */
  readonly beside?: string;
}

/** How a number of requests was answered. */
export interface Answers {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * Sends `requests` requests over `connections` connections, each after the answer to the one before.
 *
 * @throws Error for an answer that is no success
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

/** The smallest value that `share` of all values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
