import { type DrillFigures, drill } from "../../../tools/drill-path/drill";
import type { Lab } from "./lab";
import type { Scenario } from "./scenarios";
import { sleep, until } from "./wait";

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

/** Runs one scenario with a new monitor on a network without faults. */
export async function measure(lab: Lab, { play, patience = 120 }: Scenario): Promise<Figures> {
  lab.reset();
  await until(
    "both paths are up",
    300,
    () => lab.network.pings("prod", "192.168.1.10") && lab.network.pings("util", "192.168.255.1"),
  );
  lab.monitor.start();
  await sleep(4);
  const traffic = lab.network.pinging("prod", "192.168.1.10");
  await sleep(1);
  await play(lab);
  const back = await until("the return", patience, () => !lab.ec2.onVpn).catch(() => undefined);
  // The monitor logs a switch shortly after it happens.
  await sleep(2);
  const { lost, gap } = await traffic.stop();
  const rounds = lab.roundsToAnswer;
  const changes = rounds.length;
  const end = lab.ec2.onVpn ? "VPN" : "Direct Connect";
  const falseClaims = Math.max(0, lab.monitor.claims - changes);
  const log = lab.monitor.log;
  lab.monitor.stop();
  return { lost, outage: gap, back: changes > 1 ? back : undefined, rounds, changes, falseClaims, log, end };
}

/** Runs the production drill in the laboratory, which drops the pings on Direct Connect, and counts the monitor's rounds. */
export async function drilled(lab: Lab): Promise<DrillFigures & Pick<Figures, "rounds">> {
  lab.reset();
  lab.monitor.start();
  await until("the monitor's start", 300, () => lab.monitor.log.includes("the route table shows Direct Connect"));
  const figures = await drill(
    {
      check: () =>
        until("both paths are up", 300, () =>
          ["192.168.1.10", "192.168.255.1"].every((it) => lab.network.pings("util", it)),
        ).then(() => undefined),
      bringDown: async () => lab.loss(100),
      bringBack: async () => lab.loss(0),
      saidAt: async (text, since) => lab.monitor.saidAt(text, since),
    },
    { now: Date.now, sleep: () => sleep(0.1), say: (line) => process.stderr.write(`drill: ${line}\n`) },
  );
  const rounds = lab.roundsToAnswer;
  lab.monitor.stop();
  return { ...figures, rounds };
}
