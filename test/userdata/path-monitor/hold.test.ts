import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { MonitoredHost, ON_VPN, PROPAGATED } from "./monitored-host";

const TO_VPN = "Direct Connect failed. Switching to VPN";
const HELD = "an operator holds the monitor; the route stays";
let host: MonitoredHost;

afterEach(() => host.remove());

/** Starts a host with Direct Connect down and the hold parameter at `word`, or without the parameter. */
function held(
  word?: string,
  prepare = (_: MonitoredHost) => {},
  settings: Readonly<Record<string, string>> = {},
): void {
  host = new MonitoredHost({ HOLD_PARAMETER: "/sample/test/path-monitor/hold", ...settings });
  if (word) {
    host.sandbox.write("hold-parameter", `${word}\n`);
  }
  host.directConnect(false);
  prepare(host);
  host.start();
}

describe("the path monitor's hold", () => {
  it("in a file prevents every switch, until the file is removed", async () => {
    const file = "root/etc/tierra/path-monitor.hold";
    held("free", (it) => it.sandbox.write(file, ""));
    await host.until(HELD);
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    rmSync(resolve(host.sandbox.folder, file));
    await host.until(TO_VPN);
  });

  it("in the parameter prevents every switch, until its value is free", async () => {
    held("hold");
    await host.until(HELD);
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    host.sandbox.write("hold-parameter", "free\n");
    await host.until(TO_VPN);
    expect(host.said(HELD)).toBe(1);
  });

  it("stays while the parameter cannot be read, which is logged once and counted", async () => {
    held("hold", () => {}, { NAMESPACE: "sample/test/path" });
    await host.until(HELD);
    host.set("hold-reads-fail");
    await host.until("the hold could not be read and stays held: An error occurred (InternalServerError)");
    await host.untilRound(() => /"ApiErrors"[^}]*"Value":1/.test(host.read("metric-data")), "a counted error");
    await host.rounds(9);
    expect(host.said("the hold could not be read")).toBe(1);
    expect(host.writes()).toEqual([]);
  });

  it("stays after a restart of the monitor that cannot read the parameter", async () => {
    held("hold");
    await host.until(HELD);
    host.set("hold-reads-fail");
    await host.signal("SIGKILL");
    host.start();
    await host.untilRound(() => host.said(HELD) === 2, "the successor's hold");
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
  });

  it("stays when its kept value is damaged or removed", async () => {
    held("hold");
    await host.until(HELD);
    host.set("hold-reads-fail");
    for (const rest of ["", "fre", "hold free"]) {
      host.sandbox.write("root/run/tierra/path-monitor.hold", rest);
      await host.rounds(4);
    }
    rmSync(resolve(host.sandbox.folder, "root/run/tierra/path-monitor.hold"));
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
  });

  it("applies until the first reading of the parameter ends", async () => {
    held("free", (it) => it.set("hold-reads-are-held"));
    await host.until("the hold is not known yet; the route stays");
    await host.rounds(4);
    expect(host.writes()).toEqual([]);
    host.set("hold-reads-are-held", false);
    host.endWrite();
    await host.until(TO_VPN);
  });

  it("does not apply on a host that could never read it, which is logged once and published", async () => {
    held("hold", (it) => it.set("hold-reads-fail"), { NAMESPACE: "sample/test/path" });
    await host.until(TO_VPN);
    expect(host.said("the hold could not be read and does not apply: An error occurred (InternalServerError)")).toBe(1);
    await host.untilRound(() => /"HoldUnknown"[^}]*"Value":1/.test(host.read("metric-data")), "an unknown hold");
  });

  it("in a file also applies on a host that could never read the parameter", async () => {
    held("free", (it) => {
      it.set("hold-reads-fail");
      it.sandbox.write("root/etc/tierra/path-monitor.hold", "");
    });
    await host.until(HELD);
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
  });

  it("does not start because of a failed reading or an unknown value", async () => {
    held("free", (it) => it.directConnect(true));
    await host.untilRound(() => host.read("root/run/tierra/path-monitor.hold") === "free\n", "the first answer");
    host.sandbox.write("hold-parameter", "None\n");
    await host.until("the hold could not be read and stays free");
    host.directConnect(false);
    await host.until(TO_VPN);
  });

  it("does not apply without the parameter", async () => {
    held();
    await host.until(TO_VPN);
  });

  it("also applies when the monitor stops", async () => {
    held("hold", (it) => it.route(PROPAGATED, ON_VPN), { ON_STOP: "restore" });
    await host.untilRound(() => host.read("root/run/tierra/path-monitor.hold") === "hold\n", "the hold");
    expect(await host.signal("SIGTERM")).toBe(0);
    expect(host.output).toContain("stopped; the route stays on vpn");
    expect(host.table).toEqual([PROPAGATED, ON_VPN]);
  });
});
