import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { textTable } from "../../../tools/shared/table";

const MONITOR = resolve(__dirname, "../../../userdata/path-monitor");
const LOSSES = [1, 2, 5, 10, 15, 20, 30, 40, 50];
const TARGETS = [1, 2, 3];
/** Each seed is another hour. A failure names its seed. */
const SEEDS = [1, 2];
const rows: string[][] = [];

/** Random numbers from 0 to 1, always the same for a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Switches of the path monitor in an hour of random loss. */
function switches(percent: number, targets: number, seed: number): string[] {
  const next = random(seed * 1000 + percent * 10 + targets);
  const pings = () => Array.from({ length: 10 }, () => (next() * 100 < percent ? 1 : 0)).join("");
  const input = Array.from({ length: 3600 }, () => `${Array.from({ length: targets }, pings).join(" ")}\n`).join("");
  const run = spawnSync("bash", [join(__dirname, "hour.sh"), MONITOR], { input, encoding: "utf8" });
  expect(run.stderr).toBe("");
  return run.stdout.split("\n").filter(Boolean);
}

/** Route changes of the original's logic in the same time: rounds of 4 s, or 5 s without a reply, on one target. */
function original(percent: number, seed: number): number {
  const next = random(seed * 1000 + percent * 10);
  let tries = 0;
  let changes = 0;
  for (let now = 0; now < 3600; ) {
    const answered = [next(), next(), next()].some((value) => value * 100 >= percent);
    now += answered ? 4 : 5;
    if (tries === 0 && !answered) {
      tries = 10;
      changes += 1;
    } else if (tries > 0 && answered) {
      tries -= 1;
      changes += tries === 0 ? 1 : 0;
    }
  }
  return changes;
}

afterAll(() => {
  process.stderr.write(`\n${textTable(["loss", "seed", "1 target", "2 targets", "3 targets", "original"], rows)}\n`);
});

describe("the path monitor in an hour of random loss", () => {
  it.each(LOSSES.flatMap((percent) => SEEDS.map((seed) => [percent, seed] as const)))(
    "does not flap at %p percent, seed %p",
    (percent, seed) => {
      const moved = TARGETS.map((targets) => switches(percent, targets, seed));
      rows.push([`${percent} %`, `${seed}`, ...moved.map(({ length }) => `${length}`), `${original(percent, seed)}`]);
      for (const changes of moved) {
        // One switch to the VPN is the right answer to a lossy path. A switch back would be a flap.
        expect(changes.filter((change) => change.endsWith("to-direct-connect"))).toEqual([]);
        expect(changes.length).toBeLessThanOrEqual(1);
      }
    },
  );
});
