import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { MonitoredHost, ON_VPN, PROPAGATED } from "./monitored-host";

const TO_VPN = "Direct Connect failed. Switching to VPN";
const HELD = "held by hand: not moving";
let host: MonitoredHost;

afterEach(() => host.remove());

/** A host whose Direct Connect is down and whose hold parameter says `word`; nothing where there is no such parameter. */
function held(
  word?: string,
  prepare = (_: MonitoredHost) => {},
  settings: Readonly<Record<string, string>> = {},
): void {
  host = new MonitoredHost({ HOLD_PARAMETER: "/sample/test/path-monitor/hold", ...settings });
  if (word) host.sandbox.write("hold-parameter", `${word}\n`);
  host.directConnect(false);
  prepare(host);
  host.start();
}

describe("the path monitor's hold", () => {
  it("by a file stops every move at once, until the file is gone", async () => {
    const file = "root/etc/tierra/path-monitor.hold";
    held("free", (it) => it.sandbox.write(file, ""));
    await host.until(HELD);
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    rmSync(resolve(host.sandbox.folder, file));
    await host.until(TO_VPN);
  });

  it("by the parameter stops every move, until it says free", async () => {
    held("hold");
    await host.until(HELD);
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    host.sandbox.write("hold-parameter", "free\n");
    await host.until(TO_VPN);
    expect(host.said(HELD)).toBe(1);
  });

  it("outlasts a parameter that can be read no more, which is said once and counted", async () => {
    held("hold", () => {}, { NAMESPACE: "sample/test/path" });
    await host.until(HELD);
    host.set("hold-reads-fail");
    await host.until("the hold could not be read, so that it stays held: An error occurred (InternalServerError)");
    await host.untilRound(() => /"ApiErrors"[^}]*"Value":1/.test(host.read("metric-data")), "a counted error");
    await host.rounds(9);
    expect(host.said("the hold could not be read")).toBe(1);
    expect(host.writes()).toEqual([]);
  });

  it("outlasts the monitor, although its successor cannot read the parameter", async () => {
    held("hold");
    await host.until(HELD);
    host.set("hold-reads-fail");
    await host.signal("SIGKILL");
    host.start();
    await host.untilRound(() => host.said(HELD) === 2, "the successor's hold");
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
  });

  it("outlasts what was kept of it", async () => {
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

  it("is taken for given until the parameter was read for the first time", async () => {
    held("free", (it) => it.set("hold-reads-fail"));
    await host.until("whether it is held is not known yet: not moving");
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    host.set("hold-reads-fail", false);
    await host.until(TO_VPN);
  });

  it("is not made up by a parameter that can be read no more, nor by an answer that is neither word", async () => {
    held("free", (it) => it.directConnect(true));
    await host.untilRound(() => host.read("root/run/tierra/path-monitor.hold") === "free\n", "the first answer");
    host.sandbox.write("hold-parameter", "None\n");
    await host.until("the hold could not be read, so that it stays free");
    host.directConnect(false);
    await host.until(TO_VPN);
  });

  it("is nobody's where there is no such parameter", async () => {
    held();
    await host.until(TO_VPN);
  });

  it("keeps the route where it is at the end, too", async () => {
    held("hold", (it) => it.route(PROPAGATED, ON_VPN), { ON_STOP: "restore" });
    await host.untilRound(() => host.read("root/run/tierra/path-monitor.hold") === "hold\n", "the hold");
    expect(await host.signal("SIGTERM")).toBe(0);
    expect(host.output).toContain("stopped; the route stays on vpn");
    expect(host.table).toEqual([PROPAGATED, ON_VPN]);
  });
});
