import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { INTERFACE, MonitoredHost, ON_VPN, PROPAGATED, TABLE } from "./monitored-host";

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
let host: MonitoredHost;

afterEach(() => host.remove());

/** A host on which the monitor runs. */
function watched(
  settings: Readonly<Record<string, string | undefined>> = {},
  prepare = (_: MonitoredHost) => {},
): void {
  host = new MonitoredHost(settings);
  prepare(host);
  host.start();
}

describe("the path monitor", () => {
  it("never fails over from a healthy start", async () => {
    watched();
    await host.rounds(25);
    expect(host.writes()).toEqual([]);
    expect(host.output).toContain("found on Direct Connect");
    expect(host.output).not.toContain("Switching");
  });

  it("switches, reads back and only then says so; returns the same way", async () => {
    watched();
    await host.rounds(3);
    host.directConnect(false);
    await host.until(TO_VPN);
    expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    expect(host.calls().slice(-3)).toEqual(["describe", "create", "describe"]);
    host.directConnect(true);
    await host.until(BACK);
    expect(host.table).toEqual([PROPAGATED]);
    expect(host.calls().slice(-3)).toEqual(["describe", "delete", "describe"]);
    expect(host.writes()).toEqual(["create", "delete"]);
  });

  it("moves every pair of table and range", async () => {
    watched({ ROUTES: `${TABLE}:192.168.0.0/16,${TABLE}:172.16.0.0/12` });
    host.directConnect(false);
    await host.until(TO_VPN);
    expect(host.table).toEqual([PROPAGATED, ON_VPN, `172.16.0.0/12 ${INTERFACE} active CreateRoute`]);
  });

  describe("at its start", () => {
    it("adopts a route that leads to the VPN", async () => {
      watched({}, (it) => {
        it.route(PROPAGATED, ON_VPN);
        it.directConnect(false);
      });
      await host.until("found on VPN");
      await host.rounds(10);
      expect(host.writes()).toEqual([]);
    });

    it("comes back from a VPN that it did not choose itself", async () => {
      watched({}, (it) => it.route(PROPAGATED, ON_VPN));
      await host.until(BACK);
      expect(host.table).toEqual([PROPAGATED]);
    });

    it("finishes a switch that stopped half-way", async () => {
      watched({ ROUTES: `${TABLE}:192.168.0.0/16,${TABLE}:172.16.0.0/12` }, (it) => {
        it.route(PROPAGATED, ON_VPN);
        it.directConnect(false);
      });
      await host.until("found a switch half made");
      await host.until(TO_VPN);
      expect(host.writes()).toEqual(["create"]);
    });

    it("replaces a route of its own that EC2 calls a blackhole", async () => {
      watched({}, (it) => it.route(PROPAGATED, ON_VPN.replace("active", "blackhole")));
      await host.until(TO_VPN);
      expect(host.writes()).toEqual(["replace"]);
    });

    it("reports a route that leads elsewhere and does not touch it", async () => {
      const theirs = "192.168.0.0/16 eni-0fedcba9876543210 active CreateRoute";
      watched({}, (it) => {
        it.route(PROPAGATED, theirs);
        it.directConnect(false);
      });
      await host.until("a static route that is not ours: not moving");
      await host.rounds(5);
      expect(host.table).toEqual([PROPAGATED, theirs]);
      expect(host.writes()).toEqual([]);
    });

    it("waits for a table that cannot be read, and does nothing meanwhile", async () => {
      watched({}, (it) => {
        it.set("reads-fail");
        it.directConnect(false);
      });
      await host.until("the route table could not be read: An error occurred (RequestLimitExceeded)");
      await host.rounds(8);
      expect(host.writes()).toEqual([]);
      host.set("reads-fail", false);
      await host.until(TO_VPN);
    });
  });

  describe("when the API fails", () => {
    it("claims nothing, backs off and tries again", async () => {
      watched({}, (it) => it.set("writes-fail"));
      host.directConnect(false);
      await host.until(/not switched to vpn: An error occurred \(RequestLimitExceeded\)[\s\S]*not switched to vpn/);
      expect(host.said(TO_VPN)).toBe(0);
      const attempts = host.writes().length;
      await host.rounds(10);
      // Ten rounds a second, a wait of up to 0.4 s: fewer attempts than rounds.
      expect(host.writes().length - attempts).toBeLessThan(8);
      host.set("writes-fail", false);
      await host.until(TO_VPN);
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });

    it("claims nothing when a write is answered and not done", async () => {
      watched({}, (it) => it.set("writes-are-lost"));
      host.directConnect(false);
      await host.until("not switched to vpn: the table says direct-connect after the write");
      expect(host.said(TO_VPN)).toBe(0);
    });

    it("finds out that a write was done and not answered", async () => {
      watched({}, (it) => it.set("answers-are-lost"));
      host.directConnect(false);
      await host.until("not switched to vpn");
      await host.until("found on VPN");
      expect(host.writes()).toEqual(["create"]);
    });

    it("keeps what it knows while the table cannot be read", async () => {
      watched();
      await host.until("found on Direct Connect");
      host.set("reads-fail");
      await host.rounds(12);
      expect(host.writes()).toEqual([]);
      host.set("reads-fail", false);
      await host.rounds(6);
      expect(host.said("found on")).toBe(1);
    });
  });

  it("does not move when both paths are down, and says so once", async () => {
    watched();
    host.vpn(false);
    host.directConnect(false);
    await host.until("both paths are down: not moving");
    await host.rounds(10);
    expect(host.said("both paths are down")).toBe(1);
    expect(host.writes()).toEqual([]);
  });

  it("does not move while a file holds it", async () => {
    watched({}, (it) => it.sandbox.write("root/etc/tierra/path-monitor.hold", ""));
    host.directConnect(false);
    await host.until("held by hand: not moving");
    await host.rounds(5);
    expect(host.writes()).toEqual([]);
    spawnSync("rm", [resolve(host.sandbox.root, "etc/tierra/path-monitor.hold")]);
    await host.until(TO_VPN);
  });

  it("does not move while the parameter says hold", async () => {
    watched({ HOLD_PARAMETER: "/sample/test/path-monitor" }, (it) => it.sandbox.write("hold-parameter", "hold\n"));
    await host.rounds(3);
    host.directConnect(false);
    await host.until("held by hand: not moving");
    expect(host.writes()).toEqual([]);
    host.sandbox.write("hold-parameter", "free\n");
    await host.until(TO_VPN);
  });

  it("notices what others do to the table", async () => {
    watched();
    await host.until("found on Direct Connect");
    host.directConnect(false);
    host.vpn(false);
    host.route(PROPAGATED, ON_VPN);
    await host.until("found on VPN");
    expect(host.writes()).toEqual([]);
  });

  describe("on SIGTERM", () => {
    it("leaves the route as it is", async () => {
      watched();
      host.directConnect(false);
      await host.until(TO_VPN);
      expect(await host.signal("SIGTERM")).toBe(0);
      expect(host.output).toContain("stopped; the route stays on vpn");
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });

    it("restores Direct Connect where it is told to", async () => {
      watched({ ON_STOP: "restore" });
      host.directConnect(false);
      await host.until(TO_VPN);
      expect(await host.signal("SIGTERM")).toBe(0);
      expect(host.output).toContain("stopped; back on Direct Connect");
      expect(host.table).toEqual([PROPAGATED]);
    });

    it("finishes a switch that it is in the midst of", async () => {
      watched({}, (it) => it.set("writes-are-slow"));
      host.directConnect(false);
      await host.untilTrue(() => host.writes().length > 0, "a write");
      expect(await host.signal("SIGTERM")).toBe(0);
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });
  });

  it("takes up, after it was killed between write and read-back, what it finds", async () => {
    watched({}, (it) => it.set("writes-are-slow"));
    host.directConnect(false);
    await host.untilTrue(() => host.writes().length > 0, "a write");
    await host.signal("SIGKILL");
    expect(host.said(TO_VPN)).toBe(0);
    host.set("writes-are-slow", false);
    host.start();
    // Not before the write of the one that was killed has ended: the lock is its.
    await host.until("found on VPN");
    expect(host.read("violations")).toBe("");
    expect(host.writes()).toEqual(["create"]);
    host.directConnect(true);
    await host.until(BACK);
    expect(host.table).toEqual([PROPAGATED]);
  });

  it("is the only one that writes: a second one refuses to start", async () => {
    watched({}, (it) => it.set("writes-are-slow"));
    await host.until("watching");
    host.directConnect(false);
    const first = host.output;
    const { folder, root } = host.sandbox;
    const second = spawnSync("bash", [resolve(root, "opt/tierra/bin/path-monitor/monitor.sh")], {
      env: {
        PATH: `${folder}/fakes:${process.env.PATH}`,
        TIERRA_ROOT: root,
        CALLS: `${folder}/calls`,
        STATE: folder,
        TIERRA_LOCK_WAIT: "0.5",
      },
      encoding: "utf8",
    });
    expect(first).toContain("watching");
    expect(second.status).toBe(1);
    expect(second.stderr).toBe("error: the lock must be free, got another monitor at work\n");
    await host.until(TO_VPN);
    expect(host.read("violations")).toBe("");
  });

  it("publishes every round's figures and its words", async () => {
    watched({ NAMESPACE: "sample/test/path", LOG_GROUP: "/sample/test/path", NAME: "sample" });
    host.directConnect(false);
    await host.until(TO_VPN);
    await host.untilTrue(() => /"OnVpn"[^}]*"Value":1/.test(host.read("metric-data")), "a metric of the VPN");
    const [first = "[]"] = host.read("metric-data").split("\n");
    const names = JSON.parse(first).map(({ MetricName }: { MetricName: string }) => MetricName);
    for (const name of ["Heartbeat", "OnVpn", "Loss", "RoundDuration", "VpnUp", "DirectConnectUp", "BothDown"]) {
      expect(names).toContain(name);
    }
    await host.untilTrue(() => host.read("log-events").includes(TO_VPN), "the log event");
    expect(host.sandbox.calls("aws logs")[0]).toContain(
      "put-log-events --log-group-name /sample/test/path --log-stream-name sample-host-1",
    );
  });

  describe("refuses settings", () => {
    const cases: ReadonlyArray<readonly [string, Readonly<Record<string, string | undefined>>, string]> = [
      [
        "without targets",
        { TARGETS: undefined },
        "TIERRA_PATH_TARGETS must be IPv4 addresses joined by commas, got nothing",
      ],
      [
        "with a host name",
        { TARGETS: "router.example" },
        'TIERRA_PATH_TARGETS must be IPv4 addresses joined by commas, got "rou',
      ],
      ["that are unknown", { TARGET: "1" }, "TIERRA_PATH_TARGET must not be there: no such setting"],
      ["that would run", { INTERFACE: "$(id)" }, "TIERRA_PATH_INTERFACE must be the id of a network interface, got"],
      ["that forbid every loss", { DOWN: "0" }, "TIERRA_PATH_DOWN must be a whole number of rounds, 1 at least"],
      [
        "with too great a quorum",
        { QUORUM: "3" },
        "TIERRA_PATH_QUORUM must be at most the number of targets (2), got 3",
      ],
      [
        "that probe both paths at once",
        { VPN_TARGETS: "192.168.0.1" },
        "TIERRA_PATH_VPN_TARGETS must share no address",
      ],
      ["whose rounds overlap", { PING_WAIT_MS: "1000" }, "TIERRA_PATH_INTERVAL_MS must be at least the 1002 ms"],
      ["that return at more loss than leave", { RETURN_LOSS: "90" }, "TIERRA_PATH_RETURN_LOSS must be at most"],
    ];
    test.each(cases)("%s", async (_, settings, message) => {
      watched(settings);
      expect(await host.exit()).not.toBe(0);
      await host.until(message);
      expect(host.writes()).toEqual([]);
    });

    it("and tells every problem at once", async () => {
      watched({ TARGETS: "x", UP: "x", INTERFACE: "x" });
      expect(await host.exit()).toBe(2);
      expect(host.said("error: ")).toBe(3);
    });
  });
});
