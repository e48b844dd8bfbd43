import { type DrillFigures, drill } from "../../../tools/drill-path/drill";
import { type Lab, sleep, until } from "./lab";

/** Results of a scenario, in seconds and counts. */
export interface Figures {
  /** Lost pings of production, ten per second. */
  readonly lost: number;
  /** The longest time without an answer. */
  readonly outage: number;
  /** From the end of the fault to the switch back. Undefined without a switch back. */
  readonly back?: number | undefined;
  /** Rounds of the monitor from each change of Direct Connect to its switch: to the VPN, and back. */
  readonly rounds: readonly number[];
  /** Changes of the route table. */
  readonly changes: number;
  /** Switches in the monitor's log that did not happen. */
  readonly falseClaims: number;
  /** The monitor's log during the scenario. */
  readonly log: string;
  /** Path of production at the end. */
  readonly end: "Direct Connect" | "VPN";
}

export interface Scenario {
  readonly name: string;
  /** Causes the fault and ends it. */
  readonly play: (lab: Lab) => Promise<void>;
  /** Seconds to wait for the switch back. @default 120 */
  readonly patience?: number;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: "healthy start", play: () => sleep(6), patience: 0 },
  {
    name: "link cut, healed",
    play: async (lab) => {
      lab.link(false);
      await sleep(14);
      await moved(lab);
      lab.link(true);
    },
  },
  {
    name: "VPN dies, Direct Connect loses 30 %",
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.loss(30);
      lab.link(true);
      await until("Direct Connect answers", 60, () => lab.pings("util", "192.168.1.11"));
      lab.vpn(false);
      await until("the return", 90, () => !lab.onVpn).catch(() => undefined);
      lab.loss(0);
      lab.vpn(true);
    },
  },
  {
    name: "/24 propagated, far side dead 20 s",
    play: async (lab) => {
      lab.advertise("192.168.1.0/24");
      await until("the prefix", 60, () => lab.propagates("192.168.1.0/24"));
      await lossy(lab, 100, 20);
      lab.advertise();
    },
  },
  {
    name: "cut 20 s, route deleted behind its back",
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.removeRoutes();
      await sleep(20);
      lab.link(true);
    },
  },
  {
    name: "cut 20 s, interface replaced on the VPN",
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.replaceInterface();
      await sleep(20);
      lab.link(true);
    },
  },
  {
    name: "cut 14 s, fresh host without SSM",
    play: async (lab) => {
      lab.stopMonitor();
      lab.forgetHost();
      lab.set("ssm-fails", true);
      lab.startMonitor();
      await sleep(5);
      lab.link(false);
      await sleep(14);
      await moved(lab);
      lab.link(true);
      lab.set("ssm-fails", false);
    },
  },
  {
    name: "cut, first write without effect, 14 s",
    play: async (lab) => {
      lab.set("lost-writes", true);
      lab.link(false);
      await sleep(14);
      lab.set("lost-writes", false);
      lab.link(true);
    },
  },
  {
    name: "stack destroyed on the VPN",
    patience: 5,
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.link(true);
      await until("Direct Connect answers", 60, () => lab.pings("util", "192.168.1.10"));
      lab.set("stack-is-gone", true);
      await lab.terminateMonitor();
      // The appliance is deleted after the monitor.
      lab.deleteInterface();
      await sleep(5);
      lab.set("stack-is-gone", false);
    },
  },
  { name: "30 % loss for 20 s", play: (lab) => lossy(lab, 30) },
  { name: "67 % loss for 20 s", play: (lab) => lossy(lab, 67) },
  { name: "100 % loss, BGP up, 14 s", play: (lab) => lossy(lab, 100, 14, moved) },
  {
    name: "flapping: 5 x 4 s down, 4 s up",
    play: async (lab) => {
      for (let time = 0; time < 5; time++) {
        lab.link(false);
        await sleep(4);
        lab.link(true);
        await sleep(4);
      }
    },
  },
  {
    name: "cut, API fails for 10 s",
    play: async (lab) => {
      lab.set("api-fails", true);
      lab.link(false);
      await sleep(10);
      lab.set("api-fails", false);
      await sleep(10);
      lab.link(true);
    },
  },
  {
    name: "cut, killed mid-switch, restarted",
    play: async (lab) => {
      lab.set("slow-writes", true);
      lab.link(false);
      await until("a write", 300, () => lab.changes > 0);
      lab.killMonitor();
      lab.set("slow-writes", false);
      await sleep(4);
      // The link works before the new monitor starts. Only the route table shows that production is on the VPN.
      lab.link(true);
      await sleep(2);
      lab.startMonitor();
    },
  },
  {
    name: "both down for 12 s",
    play: async (lab) => {
      lab.vpn(false);
      await sleep(3);
      lab.link(false);
      await sleep(12);
      // Direct Connect first. If the VPN recovered first, a switch would be correct.
      lab.link(true);
      await until("BGP is back", 300, () => lab.pings("util", "192.168.1.10"));
      await sleep(5);
      lab.vpn(true);
    },
  },
];

/** Waits longer on a busy machine, which delays the monitor's rounds. */
async function moved(lab: Lab): Promise<void> {
  await until("the switch", 30, () => lab.onVpn).catch(() => undefined);
}

async function lossy(lab: Lab, percent: number, seconds = 20, then = async (_: Lab) => {}): Promise<void> {
  lab.loss(percent);
  await sleep(seconds);
  await then(lab);
  lab.loss(0);
}

/** Runs one scenario with a new monitor on a network without faults. */
export async function measure(lab: Lab, { play, patience = 120 }: Scenario): Promise<Figures> {
  lab.reset();
  await until("both paths are up", 300, () => lab.pings("prod", "192.168.1.10") && lab.pings("util", "192.168.255.1"));
  lab.startMonitor();
  await sleep(4);
  const traffic = lab.traffic();
  await sleep(1);
  await play(lab);
  const back = await until("the return", patience, () => !lab.onVpn).catch(() => undefined);
  // The monitor logs a switch shortly after it happens.
  await sleep(2);
  const { lost, gap } = await traffic.stop();
  const { changes, roundsToAnswer: rounds } = lab;
  const end = lab.onVpn ? "VPN" : "Direct Connect";
  const falseClaims = Math.max(0, lab.claims - changes);
  const log = lab.said;
  lab.stopMonitor();
  return { lost, outage: gap, back: changes > 1 ? back : undefined, rounds, changes, falseClaims, log, end };
}

/** Runs the production drill in the laboratory, which drops the pings on Direct Connect, and counts the monitor's rounds. */
export async function drilled(lab: Lab): Promise<DrillFigures & Pick<Figures, "rounds">> {
  lab.reset();
  lab.startMonitor();
  await until("the monitor's start", 300, () => lab.said.includes("the route table shows Direct Connect"));
  const figures = await drill(
    {
      check: () =>
        until("both paths are up", 300, () =>
          ["192.168.1.10", "192.168.255.1"].every((it) => lab.pings("util", it)),
        ).then(() => undefined),
      bringDown: async () => lab.loss(100),
      bringBack: async () => lab.loss(0),
      saidAt: async (text, since) => lab.saidAt(text, since),
    },
    { now: Date.now, sleep: () => sleep(0.1), say: (line) => process.stderr.write(`drill: ${line}\n`) },
  );
  const rounds = lab.roundsToAnswer;
  lab.stopMonitor();
  return { ...figures, rounds };
}
