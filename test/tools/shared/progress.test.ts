import { setTimeout as wait } from "node:timers/promises";
import { Progress } from "../../../tools/shared/progress";

function recording(isTTY: boolean) {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { written, stream };
}

describe("Progress", () => {
  it("is one line without a terminal", async () => {
    const { written, stream } = recording(false);
    expect(await new Progress("Working", { stream }).during(wait(50, "result"))).toBe("result");
    expect(written).toEqual(["Working ...\n"]);
  });

  it("is a line for each period of long work without a terminal", async () => {
    const { written, stream } = recording(false);
    await new Progress("Working", { stream, everySeconds: 0.02 }).during(wait(110));
    const [first, ...later] = written;
    expect(first).toBe("Working ...\n");
    expect(later.length).toBeGreaterThanOrEqual(1);
    for (const line of later) {
      expect(line).toMatch(/^Working \.\.\. \d+ s\n$/);
    }
    await wait(50);
    expect(written).toHaveLength(1 + later.length);
  });

  it("is redrawn on a terminal, and removed at the end", async () => {
    const { written, stream } = recording(true);
    await expect(
      new Progress("Working", { stream }).during(wait(250).then(() => Promise.reject(new Error("no")))),
    ).rejects.toThrow("no");
    expect(written.at(0)).toMatch(/^\rWorking \.\.\. \d\.\d s$/);
    expect(written.at(-1)).toBe("\r\u001b[K");
  });
});
