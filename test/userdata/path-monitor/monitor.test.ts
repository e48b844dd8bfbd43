import { spawnSync } from "node:child_process";
import { INTERFACE, MonitoredHost, ON_VPN, PROPAGATED, TABLE } from "./monitored-host";

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
let host: MonitoredHost;

afterEach(() => host.remove());

/** Starts a host with the monitor. */
function watched(
  settings: Readonly<Record<string, string | undefined>> = {},
  prepare = (_: MonitoredHost) => {},
): void {
  host = new MonitoredHost(settings);
  prepare(host);
  host.start();
}

describe("the path monitor", () => {
  it("does not fail over when Direct Connect works at the start", async () => {
    watched();
    await host.rounds(12);
    expect(host.writes()).toEqual([]);
    expect(host.output).toContain("the route table shows Direct Connect");
    expect(host.output).not.toContain("Switching");
  });

  it("logs a switch only after the route table confirms it, in both directions", async () => {
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

  it("stays on Direct Connect when one of two routers is down", async () => {
    watched();
    host.set("down-192.168.0.1");
    await host.rounds(6);
    expect(host.writes()).toEqual([]);
    host.set("down-192.168.0.2");
    await host.until(TO_VPN);
  });

  it("switches every pair of route table and CIDR block", async () => {
    watched({ ROUTES: `${TABLE}:192.168.0.0/16,${TABLE}:172.16.0.0/12` });
    host.directConnect(false);
    await host.until(TO_VPN);
    expect(host.table).toEqual([PROPAGATED, ON_VPN, `172.16.0.0/12 ${INTERFACE} active CreateRoute`]);
  });

  describe("at the start", () => {
    it("accepts a route to the VPN", async () => {
      watched({}, (it) => {
        it.route(PROPAGATED, ON_VPN);
        it.directConnect(false);
      });
      await host.until("the route table shows the VPN");
      await host.rounds(6);
      expect(host.writes()).toEqual([]);
    });

    it("switches back from the VPN after another writer switched to it", async () => {
      watched({}, (it) => it.route(PROPAGATED, ON_VPN));
      await host.until(BACK);
      expect(host.table).toEqual([PROPAGATED]);
    });

    it("completes an unfinished switch", async () => {
      watched({ ROUTES: `${TABLE}:192.168.0.0/16,${TABLE}:172.16.0.0/12` }, (it) => {
        it.route(PROPAGATED, ON_VPN);
        it.directConnect(false);
      });
      await host.until("the route table shows an unfinished switch");
      await host.until(TO_VPN);
      expect(host.writes()).toEqual(["create"]);
    });

    it("replaces its own route in state blackhole", async () => {
      watched({}, (it) => it.route(PROPAGATED, ON_VPN.replace("active", "blackhole")));
      await host.until(TO_VPN);
      expect(host.writes()).toEqual(["replace"]);
    });

    it("reports a static route of another owner and does not change it", async () => {
      const theirs = "192.168.0.0/16 eni-0fedcba9876543210 active CreateRoute";
      watched({}, (it) => {
        it.route(PROPAGATED, theirs);
        it.directConnect(false);
      });
      await host.until("a static route of another owner exists; the route stays");
      await host.rounds(5);
      expect(host.table).toEqual([PROPAGATED, theirs]);
      expect(host.writes()).toEqual([]);
    });

    it("changes nothing until the route table can be read", async () => {
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
    it("logs no switch, backs off and retries", async () => {
      watched({}, (it) => it.set("writes-fail"));
      host.directConnect(false);
      await host.until(/no switch to vpn: An error occurred \(RequestLimitExceeded\)[\s\S]*no switch to vpn/);
      expect(host.said(TO_VPN)).toBe(0);
      const attempts = host.writes().length;
      // Rounds last twice as long while Direct Connect is bad.
      await host.rounds(15);
      // 90 seconds, in which the wait grows from 1 to between 15 and 30 seconds.
      const further = host.writes().length - attempts;
      expect(further).toBeGreaterThanOrEqual(2);
      expect(further).toBeLessThanOrEqual(8);
      host.set("writes-fail", false);
      await host.until(TO_VPN);
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });

    it("logs no switch when EC2 accepts a write without effect", async () => {
      watched({}, (it) => it.set("writes-are-lost"));
      host.directConnect(false);
      await host.until("no switch to vpn: the routes are direct-connect after the write");
      expect(host.said(TO_VPN)).toBe(0);
    });

    it("detects a write that took effect without an answer", async () => {
      watched({}, (it) => it.set("answers-are-lost"));
      host.directConnect(false);
      await host.until("no switch to vpn");
      await host.until("the route table shows the VPN");
      expect(host.writes()).toEqual(["create"]);
    });

    it("treats an answer without any route as a failure", async () => {
      watched({}, (it) => it.route(PROPAGATED, ON_VPN));
      await host.until("the route table shows the VPN");
      host.set("reads-are-empty");
      await host.until("the route table could not be read: the answer contains no route");
      await host.rounds(6);
      expect(host.said("the route table shows")).toBe(1);
      expect(host.writes()).toEqual([]);
    });

    it("keeps the last state while the route table cannot be read", async () => {
      watched();
      await host.until("the route table shows Direct Connect");
      host.set("reads-fail");
      await host.rounds(6);
      expect(host.writes()).toEqual([]);
      host.set("reads-fail", false);
      await host.rounds(6);
      expect(host.said("the route table shows")).toBe(1);
    });
  });

  it("does not switch when both paths are down, and logs it once", async () => {
    watched();
    host.vpn(false);
    host.directConnect(false);
    await host.until("both paths are down; the route stays");
    await host.rounds(6);
    expect(host.said("both paths are down")).toBe(1);
    expect(host.writes()).toEqual([]);
  });

  it("detects route changes by other writers", async () => {
    watched();
    await host.until("the route table shows Direct Connect");
    host.directConnect(false);
    host.vpn(false);
    host.route(PROPAGATED, ON_VPN);
    await host.until("the route table shows the VPN");
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

    it("restores Direct Connect if configured", async () => {
      watched({ ON_STOP: "restore" });
      host.directConnect(false);
      await host.until(TO_VPN);
      expect(await host.signal("SIGTERM")).toBe(0);
      expect(host.output).toContain("stopped; Direct Connect restored");
      expect(host.table).toEqual([PROPAGATED]);
    });

    it("completes a switch in progress", async () => {
      watched();
      host.directConnect(false);
      await host.beginWrite();
      const status = host.signal("SIGTERM");
      host.endWrite();
      expect(await status).toBe(0);
      expect(host.said(TO_VPN)).toBe(1);
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });
  });

  it("continues from the route table after it was killed between a write and its confirmation", async () => {
    watched();
    host.directConnect(false);
    await host.beginWrite();
    await host.signal("SIGKILL");
    expect(host.said(TO_VPN)).toBe(0);
    host.start();
    // The write of the killed monitor still holds the lock.
    await host.untilTrue(() => host.sandbox.calls("flock").length === 2, "a successor that waits");
    expect(host.said("probing")).toBe(1);
    host.endWrite();
    await host.until("the route table shows the VPN");
    expect(host.read("violations")).toBe("");
    expect(host.writes()).toEqual(["create"]);
    host.directConnect(true);
    await host.until(BACK);
    expect(host.table).toEqual([PROPAGATED]);
  });

  it("does not start while another monitor holds the lock", async () => {
    watched();
    host.directConnect(false);
    await host.beginWrite();
    const second = spawnSync("bash", [host.program], {
      env: { ...host.environment, TIERRA_LOCK_WAIT: "0" },
      encoding: "utf8",
    });
    expect(second.status).toBe(1);
    expect(second.stderr).toBe("error: the lock must be free, got one held by another path monitor\n");
    host.endWrite();
    await host.until(TO_VPN);
    expect(host.read("violations")).toBe("");
  });

  it("notifies the watchdog before every API call of a switch", async () => {
    const ranges = [1, 2, 3, 4, 5, 6].map((number) => `${TABLE}:172.16.${number}.0/24`);
    watched({ ROUTES: ranges.join() }, (it) => it.sandbox.fake("systemd-notify"));
    host.directConnect(false);
    await host.until(TO_VPN);
    // Pings run at the same time as a reading.
    const words = host.sandbox.calls().map((call) => call.split(" ").slice(0, 2).join(" "));
    const calls = words.filter((call) => call !== "ping -n");
    const before = calls.flatMap((call, index) => (call === "aws ec2" ? [calls[index - 1]] : []));
    expect(before.length).toBeGreaterThan(8);
    expect(new Set(before)).toEqual(new Set(["systemd-notify WATCHDOG=1"]));
    expect(calls).toContain("systemd-notify --ready");
  });

  it("publishes the metrics and log lines of every round", async () => {
    watched({ NAMESPACE: "sample/test/path", LOG_GROUP: "/sample/test/path", NAME: "sample" });
    host.directConnect(false);
    await host.until(TO_VPN);
    await host.untilRound(() => /"OnVpn"[^}]*"Value":1/.test(host.read("metric-data")), "a metric of the VPN");
    const [first = "[]"] = host.read("metric-data").split("\n");
    const names = JSON.parse(first).map(({ MetricName }: { MetricName: string }) => MetricName);
    for (const name of ["Heartbeat", "OnVpn", "Loss", "RoundDuration", "VpnUp", "DirectConnectUp", "BothDown"]) {
      expect(names).toContain(name);
    }
    await host.untilRound(() => host.read("log-events").includes(TO_VPN), "the log event");
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
      ["with an unknown name", { TARGET: "1" }, "TIERRA_PATH_TARGET must not be set; there is no such setting"],
      [
        "with a command substitution",
        { INTERFACE: "$(id)" },
        "TIERRA_PATH_INTERFACE must be the id of a network interface, got",
      ],
      ["with a threshold of 0 rounds", { DOWN: "0" }, "TIERRA_PATH_DOWN must be a whole number of rounds, 1 at least"],
      [
        "with too great a quorum",
        { QUORUM: "3" },
        "TIERRA_PATH_QUORUM must be at most the number of targets (2), got 3",
      ],
      [
        "with one address for both paths",
        { VPN_TARGETS: "192.168.0.1" },
        "TIERRA_PATH_VPN_TARGETS must share no address",
      ],
      ["whose rounds overlap", { INTERVAL_MS: "800" }, "TIERRA_PATH_INTERVAL_MS must be at least the 900 ms"],
      [
        "whose close rounds overlap",
        { CLOSE_PINGS: "60" },
        "TIERRA_PATH_INTERVAL_MS must be at least half of the 6400 ms",
      ],
      ["with a number that bash reads as octal", { UP: "010" }, "TIERRA_PATH_UP must be a whole number of rounds"],
      [
        "with a higher loss for the switch back than for the switch",
        { RETURN_LOSS: "90" },
        "TIERRA_PATH_RETURN_LOSS must be at most",
      ],
    ];
    it.each(cases)("%s", async (_, settings, message) => {
      watched(settings);
      expect(await host.exit()).not.toBe(0);
      expect(host.output).toContain(message);
      expect(host.writes()).toEqual([]);
    });

    it("and reports all problems together", async () => {
      watched({ TARGETS: "x", UP: "x", INTERFACE: "x" });
      expect(await host.exit()).toBe(2);
      expect(host.said("error: ")).toBe(3);
    });
  });
});
