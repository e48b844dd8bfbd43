/** Milliseconds of the test's timers that pass in a turn: a limit of four seconds is 200 turns. */
const TURN_MS = 20;

/**
 * Lets `setTimeout` of the enclosing `describe` pass in turns of the event loop, each of which first serves what has arrived
 * on any socket. A limit then ends what does not answer, and never what this machine is only slow to do. Dates, and timers of
 * Node's own modules, are the machine's.
 */
export function passTimeInTurns(): void {
  let passing: Promise<void>;
  let over = false;

  beforeEach(() => {
    const nextTurn = machineTurn(setTimeout);
    jest.useFakeTimers({ doNotFake: ["Date", "hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate"] });
    over = false;
    passing = pass(nextTurn);
  });

  afterEach(async () => {
    over = true;
    await passing;
    jest.useRealTimers();
  });

  async function pass(nextTurn: () => Promise<void>): Promise<void> {
    while (!over) {
      await nextTurn();
      await jest.advanceTimersByTimeAsync(TURN_MS);
    }
  }
}

/** Ends after a millisecond of the machine, which leaves the processor to other threads, and a turn of the event loop. */
function machineTurn(later: typeof setTimeout): () => Promise<void> {
  return () => new Promise((resolve) => void later(() => setImmediate(resolve), 1));
}
