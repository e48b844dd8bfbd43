import type { ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import { itNeeding, present } from "../../userdata/needs";
import { Lab } from "./lab";
import { twoSessions } from "./two-sessions";
import { until } from "./wait";

const TOOLS = ["root", "ip", "nft", "unshare", "ping", "swanctl", "charon-systemd", "keepalived", "vtysh", "python3"];
const SERVER = resolve(__dirname, "../../../userdata/zone-workload/server.py");
let lab: Lab | undefined;
let workload: ChildProcess | undefined;

beforeAll(async () => {
  if (TOOLS.every(present)) {
    lab = new Lab("ours", { routers: twoSessions() });
    await lab.start();
    await until("the second session", 300, () => laboratory().network.in("r3", "ip", "route").includes("10.20.0.0/16"));
  }
}, 600_000);

afterAll(async () => {
  workload?.kill("SIGKILL");
  await lab?.stop();
});

function laboratory(): Lab {
  if (!lab) {
    throw new Error("the laboratory has not started");
  }
  return lab;
}

/** The interface that Amazon's side uses for packets to the site. */
const wayToSite = () => / dev (\S+)/.exec(laboratory().network.in("vpc", "ip", "route", "get", "192.168.1.10"))?.[1];

/** Drops all packets of a Direct Connect link, in both directions, so that only BFD detects the failure. */
function cut(...devices: readonly string[]): void {
  const it = laboratory();
  it.network.in("vpc", "nft", "delete", "table", "ip", "cut");
  if (devices.length > 0) {
    const names = devices.map((device) => `"${device}"`).join(", ");
    const rules = `table ip cut {
 chain in { type filter hook prerouting priority -300; iifname { ${names} } drop; }
 chain out { type filter hook postrouting priority 300; oifname { ${names} } drop; }
}
`;
    it.write("cut.nft", rules);
    it.network.in("vpc", "nft", "-f", join(it.folder, "cut.nft"));
  }
}

/** Waits for that many further rounds of the monitor. */
async function rounds(number: number): Promise<void> {
  const end = laboratory().ec2.rounds + number;
  await until(`${number} rounds`, 300, () => laboratory().ec2.rounds >= end);
}

/** The answer of the workload to a client on premises. */
function asked(): string {
  const request = "import urllib.request as r; print(r.urlopen('http://10.20.1.10:8080/', timeout=5).status)";
  return laboratory().network.in("site", "python3", "-c", request).trim();
}

describe("two Direct Connect sessions", () => {
  itNeeding(TOOLS, "use the session of the higher preference in both directions", async () => {
    await until("the preferred session", 300, () => wayToSite() === "dx");
    await until("the preferred session of the site", 300, () =>
      laboratory().network.in("r3", "ip", "route", "get", "10.20.1.10").includes("via 192.168.1.2"),
    );
  });

  itNeeding(TOOLS, "move traffic between them without a change of the route table", async () => {
    const it = laboratory();
    it.reset();
    it.monitor.start();
    await rounds(3);
    const traffic = it.network.pinging("prod", "192.168.1.10");
    cut("dx");
    await until("the other session", 300, () => wayToSite() === "dx2");
    await rounds(4);
    const { lost, gap } = await traffic.stop();
    process.stderr.write(
      `one session of two fails: ${lost} of ten pings per second lost, outage ${gap.toFixed(1)} s\n`,
    );
    expect({
      changes: it.ec2.changesAt.length,
      switches: it.monitor.claims,
      reaches: it.network.pings("prod", "192.168.1.10"),
    }).toEqual({
      changes: 0,
      switches: 0,
      reaches: true,
    });
  });

  itNeeding(TOOLS, "let the site reach the workload over the remaining session", async () => {
    workload = laboratory().network.spawn("prod", ["python3", SERVER], {
      env: { ...process.env, TIERRA_WORKLOAD_PORT: "8080" },
      stdio: "ignore",
    });
    await until("the workload over the second session", 300, () => asked() === "200");
    expect(wayToSite()).toBe("dx2");
  });

  itNeeding(TOOLS, "let the site reach the workload over the VPN when both fail", async () => {
    cut("dx", "dx2");
    await until("the switch", 300, () => laboratory().ec2.onVpn);
    await until("the workload over the VPN", 300, () => asked() === "200");
    expect(laboratory().ec2.changesAt.length).toBe(1);
    cut();
    laboratory().monitor.stop();
    laboratory().reset();
    await until("the preferred session again", 300, () => wayToSite() === "dx");
  });
});
