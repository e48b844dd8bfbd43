export function sleep(seconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}

/** Polls ten times per second until the answer is true. Returns the seconds. Rejects after a timeout or when it is hopeless. */
export async function until(
  what: string,
  seconds: number,
  answer: () => boolean,
  context: () => string = () => "",
  hopeless: () => boolean = () => false,
): Promise<number> {
  const started = Date.now();
  while (!answer()) {
    if (hopeless() || Date.now() - started > seconds * 1000) {
      throw new Error(`not within ${seconds} s: ${what}${context()}`);
    }
    await sleep(0.1);
  }
  return (Date.now() - started) / 1000;
}
