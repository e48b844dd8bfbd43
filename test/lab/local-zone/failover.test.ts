import { textTable } from "../../../tools/shared/table";
import { itNeeding, present } from "../../userdata/needs";
import { Lab } from "./lab";
import { drilled, type Figures, measure } from "./measure";
import type { MonitorKind } from "./monitor-process";
import { SCENARIOS } from "./scenarios";

const TOOLS = ["root", "ip", "nft", "unshare", "ping", "swanctl", "charon-systemd", "keepalived", "vtysh"];
const able = TOOLS.every(present);
const figures: Record<MonitorKind, Map<string, Figures>> = { ours: new Map(), original: new Map() };
/** Networks per monitor. */
const NETWORKS = 5;
let labs: Lab[] = [];
let drill: Awaited<ReturnType<typeof drilled>> | undefined;

beforeAll(async () => {
  if (!able) {
    return;
  }
  // Equal networks at the same time, with one monitor in each. Each network of a monitor plays some of the scenarios.
  labs = Array.from({ length: NETWORKS }).flatMap(() => [new Lab("ours"), new Lab("original")]);
  await Promise.all(labs.map((lab) => lab.start()));
  await Promise.all(
    labs.map(async (lab, index) => {
      const turn = Math.floor(index / 2);
      for (const scenario of SCENARIOS.filter((_, number) => number % NETWORKS === turn)) {
        figures[lab.kind].set(scenario.name, await measure(lab, scenario));
        const { log: _, ...short } = found(lab.kind, scenario.name);
        process.stderr.write(`${lab.kind}: ${scenario.name}: ${JSON.stringify(short)}\n`);
      }
      if (index === 0) {
        drill = await drilled(lab);
      }
    }),
  );
}, 2_400_000);

afterAll(async () => {
  await Promise.all(labs.map((lab) => lab.stop()));
  if (figures.ours.size > 0) {
    process.stderr.write(`\n${table()}\n`);
  }
});

function found(kind: MonitorKind, name: string): Figures {
  const one = figures[kind].get(name);
  if (!one) {
    throw new Error(`no figures of ${name}`);
  }
  return one;
}

/** The figures of a scenario. A check that fails prints the logs of both monitors. */
function check(name: string, judge: (ours: Figures, original: Figures) => void): void {
  const both = [found("ours", name), found("original", name)] as const;
  try {
    judge(...both);
  } catch (error) {
    const [{ log }, original] = both;
    process.stderr.write(`\n== ${name}: ours\n${log}== ${name}: original\n${original.log}`);
    throw error;
  }
}

/** Each row: what the path monitor does, the scenario, and its figures. */
const ROWS: ReadonlyArray<readonly [string, string, Partial<Figures>]> = [
  ["does not switch while Direct Connect works", "healthy start", { lost: 0, changes: 0 }],
  ["detects a failure that BGP does not detect", "100 % loss, BGP up, 14 s", { changes: 2 }],
  ["stays on a link that loses a third of its packets", "30 % loss for 20 s", { changes: 0 }],
  ["switches once from a link that loses two of three packets", "67 % loss for 20 s", { changes: 2 }],
  ["logs no switch that the API refused, and retries", "cut, API fails for 10 s", { changes: 2 }],
  ["logs no switch without effect, and retries", "cut, first write without effect, 14 s", { changes: 2 }],
  ["switches back although it was killed during a switch", "cut, killed mid-switch, restarted", { changes: 2 }],
  ["does not switch to a VPN that is also down", "both down for 12 s", { changes: 0 }],
  ["leaves a dead VPN for a lossy Direct Connect", "VPN dies, Direct Connect loses 30 %", { changes: 2 }],
  ["covers more specific prefixes", "/24 propagated, far side dead 20 s", { changes: 4 }],
  ["creates a deleted route again", "cut 20 s, route deleted behind its back", { changes: 3 }],
  ["replaces a route to a deleted interface", "cut 20 s, interface replaced on the VPN", { changes: 3 }],
  ["acts on a fresh host without Systems Manager", "cut 14 s, fresh host without SSM", { changes: 2 }],
  ["removes its route when the stack is destroyed", "stack destroyed on the VPN", { changes: 2 }],
];

describe("the path monitor in the laboratory", () => {
  for (const [behaviour, name, expected] of ROWS) {
    itNeeding(TOOLS, behaviour, () => {
      check(name, (ours) => {
        expect(ours).toMatchObject({ falseClaims: 0, end: "Direct Connect", ...expected });
      });
    });
  }

  itNeeding(TOOLS, "switches production to the VPN when the link is cut, and back, once each", () => {
    check("link cut, healed", (ours) => {
      expect(ours).toMatchObject({ changes: 2, falseClaims: 0, end: "Direct Connect" });
      expectInTime(ours.rounds);
    });
  });

  itNeeding(TOOLS, "changes the route at most twice while the link flaps", () => {
    check("flapping: 5 x 4 s down, 4 s up", (ours) => expect(ours.changes).toBeLessThanOrEqual(2));
  });

  itNeeding(TOOLS, "is in no scenario worse than the original, and on a cut at least a fifth better", () => {
    for (const { name } of SCENARIOS) {
      check(name, (ours, original) => {
        // Two pings, and the time between them: the resolution of the measurement.
        expect([name, ours.lost]).toEqual([name, Math.min(ours.lost, original.lost + 2)]);
        expect([name, ours.outage]).toEqual([name, Math.min(ours.outage, original.outage + 0.2)]);
      });
    }
    check("link cut, healed", (ours, original) => {
      expect(ours.outage).toBeLessThanOrEqual(0.8 * original.outage);
    });
  });

  itNeeding(TOOLS, "passes the drill, which drops its pings and reads its log", () => {
    expectInTime(drill?.rounds);
  });

  itNeeding(TOOLS, "removes its namespaces", async () => {
    await Promise.all(labs.map((lab) => lab.stop()));
    expect(labs.flatMap((lab) => lab.network.left())).toEqual([]);
    labs = [];
  });
});

/**
 * Rounds to the switch: one that has already begun, a bad one and a close one, and one for a busy machine. Rounds of 2 s to the switch
 * back: ten good ones, or the dwell of 30 s if the failure was short, and two until BGP is up.
 */
function expectInTime(rounds: readonly number[] = []): void {
  const [toVpn, back] = rounds;
  expect(toVpn).toBeLessThanOrEqual(4);
  expect(back).toBeLessThanOrEqual(17);
}

/** The figures of this project's monitor and of the original's behaviour. */
function table(): string {
  const cell = ({ lost, outage, back, changes, falseClaims, end }: Figures) => [
    String(lost),
    outage.toFixed(1),
    back === undefined ? "-" : back.toFixed(1),
    String(changes),
    String(falseClaims),
    end,
  ];
  const heads = ["lost", "outage s", "back s", "changes", "false claims", "ends on"];
  const rows = SCENARIOS.flatMap(({ name }) =>
    (["ours", "original"] as const).flatMap((kind) => {
      const one = figures[kind].get(name);
      return one ? [[kind === "ours" ? name : "", kind, ...cell(one)]] : [];
    }),
  );
  return textTable(["scenario", "monitor", ...heads], rows);
}
