import type { TimelineEvent } from "../../../tools/local-runtime/control/runtime-state";
import { EventLines } from "../../../tools/start/event-lines";

function shown(...events: readonly Partial<TimelineEvent>[]): string[] {
  const lines: string[] = [];
  const output = new EventLines((line) => lines.push(line));
  for (const event of events) {
    output.show({ at: 0, kind: "health", text: "changed", ...event });
  }
  return lines;
}

describe("EventLines", () => {
  it("writes lines of at most 100 columns", () => {
    const at = new Date(2026, 0, 2, 15, 4, 5).getTime();
    expect(
      shown(
        { at, kind: "health", region: "eu-west-1", text: "the endpoint check is unhealthy" },
        { at, kind: "replication", text: "a link\nwith a second line" },
        { at, text: "x".repeat(200) },
      ),
    ).toEqual([
      "15:04:05  health       eu-west-1       the endpoint check is unhealthy",
      "15:04:05  replication  a link",
      `15:04:05  health       ${"x".repeat(74)}...`,
    ]);
  });

  it("continues a long text below its start, in four lines at most", () => {
    const words = (count: number) => Array.from({ length: count }, () => "seven77").join(" ");
    const [first, ...others] = shown({ text: words(20) });
    expect(first).toMatch(/^\d\d:\d\d:\d\d {2}health( +seven77){9}$/);
    expect(others).toEqual([`${" ".repeat(23)}${words(9)}`, `${" ".repeat(23)}${words(2)}`]);
    expect(shown({ text: words(100) })).toEqual([expect.any(String), others[0], others[0], `${" ".repeat(23)}...`]);
  });

  it("leaves cold starts to the page", () => {
    expect(shown({ kind: "function" })).toEqual([]);
  });

  it("counts the events of a flood, and continues after it", () => {
    const flood = Array.from({ length: 1000 }, () => ({}));
    const lines = shown(...flood, { at: 1000, text: "after it" });
    expect(lines).toHaveLength(22);
    expect(lines.slice(-2)).toEqual(["980 more events, see the page", expect.stringContaining("after it")]);
  });
});
