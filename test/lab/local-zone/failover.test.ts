import { textTable } from "../../../tools/shared/table";
import { itNeeding, present } from "../../userdata/needs";
import { Lab, type MonitorKind } from "./lab";
import { drilled, type Figures, measure, SCENARIOS } from "./scenarios";

const TOOLS = ["root", "ip", "nft", "unshare", "ping", "swanctl", "charon-systemd", "keepalived", "vtysh"];
const able = TOOLS.every(present);
const figures: Record<MonitorKind, Map<string, Figures>> = { ours: new Map(), original: new Map() };
let labs: Lab[] = [];
let drill: Awaited<ReturnType<typeof drilled>> | undefined;

beforeAll(async () => {
  if (!able) {
    return;
  }
  // Two equal networks at the same time, one monitor in each.
  labs = [new Lab("ours"), new Lab("original")];
  await Promise.all(labs.map((lab) => lab.start()));
  await Promise.all(
    labs.map(async (lab) => {
      for (const scenario of SCENARIOS) {
        figures[lab.kind].set(scenario.name, await measure(lab, scenario));
        process.stderr.write(
          `${lab.kind}: ${scenario.name}: ${JSON.stringify(figures[lab.kind].get(scenario.name))}\n`,
        );
      }
      if (lab.kind === "ours") {
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

function ours(name: string): Figures {
  const found = figures.ours.get(name);
  if (!found) {
    throw new Error(`no figures of ${name}`);
  }
  return found;
}

describe("the path monitor in the laboratory", () => {
  itNeeding(TOOLS, "loses no packet and does not switch while Direct Connect works", () => {
    expect(ours("healthy start")).toMatchObject({ lost: 0, changes: 0, falseClaims: 0 });
  });

  itNeeding(TOOLS, "switches production to the VPN when the link is cut, and back, once each", () => {
    const cut = ours("link cut, healed");
    expect(cut).toMatchObject({ changes: 2, falseClaims: 0, end: "Direct Connect" });
    expectInTime(cut.rounds);
  });

  itNeeding(TOOLS, "detects a failure that BGP does not detect", () => {
    expect(ours("100 % loss, BGP up, 14 s")).toMatchObject({ changes: 2, end: "Direct Connect" });
  });

  itNeeding(TOOLS, "switches once from a link that loses two of three packets", () => {
    expect(ours("67 % loss for 20 s").changes).toBe(2);
  });

  itNeeding(TOOLS, "switches at most once in each direction while the link flaps", () => {
    expect(ours("flapping: 5 x 4 s down, 4 s up").changes).toBeLessThanOrEqual(2);
  });

  itNeeding(TOOLS, "logs no switch that the API refused, and switches when the API works again", () => {
    expect(ours("cut, API fails for 10 s")).toMatchObject({ changes: 2, falseClaims: 0, end: "Direct Connect" });
  });

  itNeeding(TOOLS, "switches back although it was killed during a switch", () => {
    expect(ours("cut, killed mid-switch, restarted")).toMatchObject({ changes: 2, end: "Direct Connect" });
  });

  itNeeding(TOOLS, "does not switch to a VPN that is also down", () => {
    expect(ours("both down for 12 s")).toMatchObject({ changes: 0, falseClaims: 0, end: "Direct Connect" });
  });

  itNeeding(TOOLS, "passes the drill, which drops its pings and reads its log", () => {
    expectInTime(drill?.rounds);
  });

  itNeeding(TOOLS, "removes its namespaces", async () => {
    await Promise.all(labs.map((lab) => lab.stop()));
    expect(labs.flatMap((lab) => lab.left())).toEqual([]);
    labs = [];
  });
});

/**
 * Two rounds of 2 s and a round that has already begun are less than 9 s with two API calls of 0.6 s each. The switch back takes
 * less than 30 s, of which BGP needs some and the dwell time 10 s. The limits are rounds, because a busy machine makes rounds longer.
 */
function expectInTime(rounds: readonly number[] = []): void {
  const [toVpn, back] = rounds;
  expect(toVpn).toBeLessThanOrEqual(4);
  expect(back).toBeLessThanOrEqual(14);
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
      const found = figures[kind].get(name);
      return found ? [[kind === "ours" ? name : "", kind, ...cell(found)]] : [];
    }),
  );
  return textTable(["scenario", "monitor", ...heads], rows);
}
