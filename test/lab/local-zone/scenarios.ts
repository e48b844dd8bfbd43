import type { Lab } from "./lab";
import { sleep, until } from "./wait";

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
      await until("Direct Connect answers", 60, () => lab.network.pings("util", "192.168.1.11"));
      lab.vpn(false);
      await until("the return", 90, () => !lab.ec2.onVpn).catch(() => undefined);
      lab.loss(0);
      lab.vpn(true);
    },
  },
  {
    name: "/24 propagated, far side dead 20 s",
    play: async (lab) => {
      lab.advertise("192.168.1.0/24");
      await until("the prefix", 60, () => lab.ec2.propagates("192.168.1.0/24"));
      await lossy(lab, 100, 20);
      lab.advertise();
    },
  },
  {
    name: "cut 20 s, route deleted behind its back",
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.ec2.removeRoutes();
      await sleep(20);
      lab.link(true);
    },
  },
  {
    name: "cut 20 s, interface replaced on the VPN",
    play: async (lab) => {
      lab.link(false);
      await moved(lab);
      lab.ec2.replaceInterface();
      lab.monitor.restart();
      await sleep(20);
      lab.link(true);
    },
  },
  {
    name: "cut 14 s, fresh host without SSM",
    play: async (lab) => {
      lab.monitor.stop();
      lab.monitor.forgetHost();
      lab.ec2.set("ssm-fails", true);
      lab.monitor.start();
      await sleep(5);
      lab.link(false);
      await sleep(14);
      await moved(lab);
      lab.link(true);
      lab.ec2.set("ssm-fails", false);
    },
  },
  {
    name: "cut, first write without effect, 14 s",
    play: async (lab) => {
      lab.ec2.set("lost-writes", true);
      lab.link(false);
      await sleep(14);
      lab.ec2.set("lost-writes", false);
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
      await until("Direct Connect answers", 60, () => lab.network.pings("util", "192.168.1.10"));
      lab.ec2.set("stack-is-gone", true);
      await lab.monitor.terminate();
      // The appliance is deleted after the monitor.
      lab.ec2.deleteInterface();
      await sleep(5);
      lab.ec2.set("stack-is-gone", false);
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
      lab.ec2.set("api-fails", true);
      lab.link(false);
      await sleep(10);
      lab.ec2.set("api-fails", false);
      await sleep(10);
      lab.link(true);
    },
  },
  {
    name: "cut, killed mid-switch, restarted",
    play: async (lab) => {
      lab.ec2.set("slow-writes", true);
      lab.link(false);
      await until("a write", 300, () => lab.ec2.changesAt.length > 0);
      lab.monitor.crash();
      lab.ec2.set("slow-writes", false);
      await sleep(4);
      // The link works before the new monitor starts. Only the route table shows that production is on the VPN.
      lab.link(true);
      await sleep(2);
      lab.monitor.start();
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
      await until("BGP is back", 300, () => lab.network.pings("util", "192.168.1.10"));
      await sleep(5);
      lab.vpn(true);
    },
  },
];

/** Waits longer on a busy machine, which delays the monitor's rounds. */
async function moved(lab: Lab): Promise<void> {
  await until("the switch", 30, () => lab.ec2.onVpn).catch(() => undefined);
}

async function lossy(lab: Lab, percent: number, seconds = 20, then = async (_: Lab) => {}): Promise<void> {
  lab.loss(percent);
  await sleep(seconds);
  await then(lab);
  lab.loss(0);
}
