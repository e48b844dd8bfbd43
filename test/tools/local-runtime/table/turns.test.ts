import { Turns } from "../../../../tools/local-runtime/table/turns";

describe("Turns", () => {
  let done: string[];
  let turns: Turns;
  beforeEach(() => {
    done = [];
    turns = new Turns();
  });

  /** An operation that ends when `end` is called. */
  const operation = (name: string, places: readonly string[]) => {
    let end: (error?: Error) => void = () => {};
    const ended = new Promise<void>((resolve, reject) => {
      end = (error) => (error ? reject(error) : resolve());
    });
    const result = turns.run(places, async () => {
      done.push(`${name} begins`);
      await ended;
      done.push(`${name} ends`);
    });
    return { end, result };
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("runs three operations on one item in their order, and another item's beside them", async () => {
    const [first, second, third, other] = [
      operation("1", ["a"]),
      operation("2", ["a"]),
      operation("3", ["a"]),
      operation("b", ["b"]),
    ];
    await turn();
    expect(done).toEqual(["1 begins", "b begins"]);
    first.end();
    await turn();
    // Ends before the work of the second, which is still under way.
    const fourth = operation("4", ["a"]);
    await turn();
    expect(done.slice(2)).toEqual(["1 ends", "2 begins"]);
    for (const { end } of [second, third, fourth, other]) {
      end();
    }
    await Promise.all([second, third, fourth, other].map(({ result }) => result));
    expect(done.filter((text) => /^\d/.test(text))).toEqual(
      ["1", "2", "3", "4"].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it("goes on after an operation that fails", async () => {
    const failing = operation("1", ["a", "b"]);
    const next = operation("2", ["b"]);
    failing.end(new Error("no"));
    next.end();
    await expect(failing.result).rejects.toThrow("no");
    await next.result;
    expect(done).toEqual(["1 begins", "2 begins", "2 ends"]);
  });

  it("lets operations on the same two items in different order end", async () => {
    const all = [operation("1", ["a", "b"]), operation("2", ["b", "a"]), operation("3", ["a", "b"])];
    for (const { end } of all) {
      end();
    }
    await Promise.all(all.map(({ result }) => result));
    expect(done).toHaveLength(6);
  });
});
