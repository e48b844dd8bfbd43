import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import fc from "fast-check";

const MONITOR = resolve(__dirname, "../../../userdata/path-monitor");

/** One round: loss of every target in percent, verdict of the VPN, hold. */
interface Round {
  readonly loss: readonly number[];
  readonly vpn?: "good" | "poor" | "bad";
  readonly hold?: "free" | "held" | "unread" | "unknown";
}

interface Step {
  readonly action: string;
  readonly reason: string;
  readonly routes: string;
}

const UP: Round = { loss: [0] };
const LOST: Round = { loss: [100] };
const BOTH_LOST: Round = { loss: [100], vpn: "bad" };

function play(rounds: readonly Round[], found = "direct-connect"): Step[] {
  const input = rounds.map(({ loss, vpn = "good", hold = "free" }) => `${loss.join()} ${vpn} ${hold}\n`).join("");
  const run = spawnSync("bash", [join(__dirname, "rounds.sh"), MONITOR, found], { input, encoding: "utf8" });
  expect(run.stderr).toBe("");
  return run.stdout
    .trim()
    .split("\n")
    .map((line) => {
      const [action = "", reason = "", routes = ""] = line.split(" ");
      return { action, reason, routes };
    });
}

function times(count: number, round: Round): Round[] {
  return Array.from({ length: count }, () => round);
}

/** Rounds with a switch, counted from 1. */
function moves(steps: readonly Step[]): string[] {
  return steps.flatMap(({ action }, index) => (action === "stay" ? [] : [`${index + 1} ${action}`]));
}

describe("the path monitor's decisions", () => {
  const cases: ReadonlyArray<readonly [string, string, readonly Round[], readonly string[]]> = [
    ["stays on Direct Connect while it works", "direct-connect", times(50, UP), []],
    ["stays after a single bad round", "direct-connect", [UP, LOST, UP, LOST, UP], []],
    ["switches at the second consecutive bad round", "direct-connect", [UP, LOST, LOST], ["3 to-vpn"]],
    [
      "switches when two of three pings are lost in two rounds",
      "direct-connect",
      times(2, { loss: [66] }),
      ["2 to-vpn"],
    ],
    ["stays when one of three pings is lost", "direct-connect", times(50, { loss: [33] }), []],
    ["stays when a minority of the targets is lost", "direct-connect", times(9, { loss: [100, 0, 0] }), []],
    ["stays when one of two targets is lost", "direct-connect", times(9, { loss: [100, 0] }), []],
    ["switches when both of two targets are lost", "direct-connect", times(2, { loss: [100, 66] }), ["2 to-vpn"]],
    [
      "switches back although one of two targets is still down",
      "vpn",
      times(40, { loss: [100, 0] }),
      ["15 to-direct-connect"],
    ],
    [
      "switches when a majority of the targets is lost",
      "direct-connect",
      times(2, { loss: [100, 100, 0] }),
      ["2 to-vpn"],
    ],
    ["does not switch to a VPN that is down", "direct-connect", times(50, BOTH_LOST), []],
    ["switches once the VPN is up again", "direct-connect", [...times(5, BOTH_LOST), LOST], ["6 to-vpn"]],
    ["switches back at the end of the dwell", "vpn", times(40, UP), ["15 to-direct-connect"]],
    [
      "switches back after ten consecutive good rounds",
      "vpn",
      [...times(35, LOST), ...times(10, UP)],
      ["45 to-direct-connect"],
    ],
    [
      "restarts the count after a bad round",
      "vpn",
      [...times(24, UP).fill(LOST, 14, 15), UP],
      ["25 to-direct-connect"],
    ],
    [
      "restarts the count after a lost ping",
      "vpn",
      times(60, UP).fill({ loss: [33] }, 14, 15),
      ["25 to-direct-connect"],
    ],
    ["ends the dwell early when the VPN fails", "vpn", times(12, { loss: [0], vpn: "bad" }), ["2 to-direct-connect"]],
    [
      "prefers a lossy Direct Connect to a dead VPN",
      "vpn",
      times(2, { loss: [33], vpn: "bad" }),
      ["2 to-direct-connect"],
    ],
    ["stays on a lossy VPN", "vpn", times(40, { loss: [33], vpn: "poor" }), []],
    ["stays on the VPN after a single bad round of it", "vpn", [{ loss: [33], vpn: "bad" }, { loss: [33] }], []],
    ["follows new prefixes", "behind", [LOST], ["1 follow"]],
    ["does not follow new prefixes while an operator holds it", "behind", [{ loss: [100], hold: "held" }], []],
    [
      "acts when the hold could never be read",
      "direct-connect",
      times(2, { loss: [100], hold: "unread" }),
      ["2 to-vpn"],
    ],
    ["stays on the VPN when both are down", "vpn", times(50, BOTH_LOST), []],
    ["does not switch while an operator holds it", "direct-connect", times(9, { loss: [100], hold: "held" }), []],
    ["does not switch while the hold is unknown", "direct-connect", times(9, { loss: [100], hold: "unknown" }), []],
    ["does not switch back while an operator holds it", "vpn", times(50, { loss: [0], hold: "held" }), []],
    [
      "switches when the hold is released",
      "direct-connect",
      [...times(3, { loss: [100], hold: "held" }), LOST],
      ["4 to-vpn"],
    ],
    ["completes an unfinished switch", "partial", [UP], ["1 to-vpn"]],
    [
      "reverts an unfinished switch when the VPN is down",
      "partial",
      [{ loss: [0], vpn: "bad" }],
      ["1 to-direct-connect"],
    ],
    ["leaves an unfinished switch when both paths are down", "partial", times(3, BOTH_LOST), []],
    ["never changes a static route of another owner", "foreign", times(9, LOST), []],
  ];
  it.each(cases)("%s", (_, found, rounds, expected) => {
    expect(moves(play(rounds, found))).toEqual(expected);
  });

  it("only reads the route table while its state is unknown", () => {
    expect(new Set(play(times(20, LOST), "unknown").map(({ action }) => action))).toEqual(new Set(["read"]));
  });

  it.each([
    ["both-down", times(2, BOTH_LOST)],
    ["held", times(2, { loss: [100], hold: "held" as const })],
    ["hold-unknown", times(2, { loss: [100], hold: "unknown" as const })],
  ])("gives the reason for not switching: %s", (reason, rounds) => {
    expect(play(rounds).at(-1)).toMatchObject({ action: "stay", reason });
  });

  it("does not flap under any sequence that loses half of the pings", () => {
    // Any three of the six pings of two rounds are lost: at most one switch, and none back.
    const twoRounds = fc
      .shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 3, maxLength: 3 })
      .map((lost) => [lost.filter((ping) => ping < 3).length, lost.filter((ping) => ping >= 3).length])
      .map((pair) => pair.map((lost): Round => ({ loss: [Math.floor((lost * 100) / 3)] })));
    fc.assert(
      fc.property(fc.array(twoRounds, { minLength: 30, maxLength: 120 }), (pairs) => {
        const moved = moves(play(pairs.flat()));
        expect(moved.filter((move) => !move.endsWith("to-vpn"))).toEqual([]);
        expect(moved.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it("does not flap under any sequence that loses half of the rounds", () => {
    const two = fc.constantFrom([UP, LOST], [LOST, UP]);
    fc.assert(
      fc.property(fc.array(two, { minLength: 30, maxLength: 120 }), (rounds) => {
        expect(moves(play(rounds.flat())).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it("switches only at its thresholds", () => {
    const round: fc.Arbitrary<Round> = fc.record({
      loss: fc.array(fc.constantFrom(0, 33, 66, 100), { minLength: 2, maxLength: 2 }),
      vpn: fc.constantFrom("good", "good", "bad"),
      hold: fc.constantFrom("free", "free", "free", "held", "unknown"),
    });
    // Repeats of one round, so that ten consecutive good rounds occur.
    const stretch = fc.tuple(round, fc.integer({ min: 1, max: 40 })).map(([one, length]) => times(length, one));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), (stretches) => {
        const rounds = stretches.flat();
        play(rounds).forEach(({ action }, index) => {
          const here = rounds[index];
          if (action === "stay") {
            return;
          }
          expect(here?.hold).toBe("free");
          const before = rounds.slice(0, index + 1);
          if (action === "to-vpn") {
            expect(here?.vpn).toBe("good");
            expect(before.slice(-2).every(({ loss }) => loss.every((one) => one > 60))).toBe(true);
          } else if (!before.slice(-2).every(({ loss, vpn }) => vpn === "bad" && loss.some((one) => one <= 60))) {
            // Not an escape from a dead VPN.
            expect(before.slice(-10).filter(({ loss }) => loss.includes(0))).toHaveLength(10);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  const VERDICTS = [0, 33, 100];
  const combinations = ["direct-connect", "vpn"].flatMap((active) =>
    VERDICTS.flatMap((loss) => (["good", "poor", "bad"] as const).map((vpn) => ({ active, loss, vpn }))),
  );
  it.each(combinations)(
    "leaves a bad path for one that is not bad within the threshold: %p",
    ({ active, loss, vpn }) => {
      const directBad = loss === 100;
      const needed = active === "vpn" ? vpn === "bad" && !directBad : directBad && vpn !== "bad";
      const moved = moves(play(times(2, { loss: [loss], vpn }), active));
      expect(moved).toEqual(needed ? [`2 ${active === "vpn" ? "to-direct-connect" : "to-vpn"}`] : []);
    },
  );

  it("never stays on a bad path longer than the threshold while the other is not bad, unless held", () => {
    const round: fc.Arbitrary<Round> = fc.record({
      loss: fc.constantFrom(...VERDICTS).map((loss) => [loss]),
      vpn: fc.constantFrom("good", "poor", "bad"),
      hold: fc.constantFrom("free", "free", "free", "held", "unread"),
    });
    fc.assert(
      fc.property(
        fc.array(round, { minLength: 4, maxLength: 120 }),
        fc.constantFrom("direct-connect", "vpn"),
        (rounds, start) => {
          let active: string = start;
          let worse = 0;
          play(rounds, start).forEach(({ routes }, index) => {
            const { loss, vpn, hold } = rounds[index] as Round;
            const directBad = loss.includes(100);
            const bad = active === "vpn" ? vpn === "bad" && !directBad : directBad && vpn !== "bad";
            worse = bad ? worse + 1 : 0;
            if (routes !== active) {
              worse = 0;
            }
            if (hold !== "held") {
              expect(worse).toBeLessThan(2);
            }
            active = routes;
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("waits longer after each failure, up to its limit, for a random time", () => {
    const script = `PATH_BACKOFF_MS=1000 PATH_BACKOFF_CAP_MS=30000; . ${MONITOR}/decision.sh
      for random in 0 32767; do FAILURES=0; for i in 1 2 3 4 5 6 7 8; do failed 0 $random; echo -n "$RETRY_AT "; done; echo; done`;
    const [least = "", most = ""] = spawnSync("bash", ["-c", script], { encoding: "utf8" }).stdout.trim().split("\n");
    expect(least.trim().split(" ").map(Number)).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
    for (const [index, wait] of most.trim().split(" ").map(Number).entries()) {
      expect(wait).toBeGreaterThan(Number(least.split(" ")[index]));
      expect(wait).toBeLessThanOrEqual(30_000);
    }
  });
});
