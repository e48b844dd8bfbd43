import { Timeline } from "../../../../tools/local-runtime/runtime/timeline";

describe("Timeline", () => {
  it("has the newest 200 events, newest first, and reports each", () => {
    let now = 0;
    const reported: string[] = [];
    const timeline = new Timeline(
      () => now,
      ({ text }) => reported.push(text),
    );
    for (now = 1; now <= 250; now++) {
      timeline.add("health", `event ${now}`, "eu-west-1");
    }
    timeline.add("reload", "without a region");
    expect(timeline.events).toHaveLength(200);
    expect(timeline.events.slice(0, 2)).toEqual([
      { at: 251, kind: "reload", text: "without a region" },
      { at: 250, kind: "health", text: "event 250", region: "eu-west-1" },
    ]);
    expect(timeline.events.at(-1)?.text).toBe("event 52");
    expect(reported).toHaveLength(251);
  });
});
