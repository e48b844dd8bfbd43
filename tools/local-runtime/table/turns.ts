/** Runs operations on the same item in sequence, and others side by side. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  /**
   * Runs `work` after all earlier operations on `places`. It joins all queues in the same step, so that operations with several
   * places cannot wait for each other.
   */
  run<T>(places: readonly string[], work: () => Promise<T>): Promise<T> {
    const turn = Promise.all(places.map((place) => this.last.get(place))).then(work);
    const settled: Promise<unknown> = turn
      .catch(() => undefined)
      .then(() => {
        for (const place of places) {
          if (this.last.get(place) === settled) {
            this.last.delete(place);
          }
        }
      });
    for (const place of places) {
      this.last.set(place, settled);
    }
    return turn;
  }
}
