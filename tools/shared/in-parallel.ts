/**
 * Runs `work` for all `items`, at most `limit` at the same time. Returns the results in the order of the items.
 * The first failure rejects the promise, after all running work has ended.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: Math.max(1, limit) }, worker));
  const failure = workers.find((result) => result.status === "rejected");
  if (failure) {
    throw failure.reason;
  }
  return results;
}
