import { INTERFACE, MonitoredHost, ON_VPN, PROPAGATED } from "./monitored-host";

const TO_VPN = "Direct Connect failed. Switching to VPN";
const BACK = "Switching back to Direct Connect";
const LOCAL = "10.20.0.0/16 None active CreateRouteTable";
const GONE = "eni-0fedcba9876543210";
const SPECIFIC = "192.168.7.0/24 None active EnableVgwRoutePropagation";
const SPECIFIC_ON_VPN = `192.168.7.0/24 ${INTERFACE} active CreateRoute`;
let host: MonitoredHost;

afterEach(() => host.remove());

function watched(settings: Readonly<Record<string, string>> = {}, prepare = (_: MonitoredHost) => {}): void {
  host = new MonitoredHost(settings);
  prepare(host);
  host.start();
}

describe("the path monitor's judgement", () => {
  it("leaves a dead VPN for a Direct Connect that loses a third of its packets", async () => {
    watched({}, (it) => {
      it.route(PROPAGATED, ON_VPN);
      it.poor(true);
    });
    await host.rounds(8);
    expect(host.writes()).toEqual([]);
    host.vpn(false);
    await host.until(BACK);
    expect(host.table).toEqual([PROPAGATED]);
  });

  it("reads the route table in every round while Direct Connect is bad, and repairs a deleted route", async () => {
    watched({ READ_EVERY: "100" });
    host.directConnect(false);
    await host.until(TO_VPN);
    host.route(PROPAGATED);
    await host.rounds(3);
    expect(host.said(TO_VPN)).toBe(2);
    expect(host.table).toEqual([PROPAGATED, ON_VPN]);
  });

  describe("with prefixes that are more specific than the range", () => {
    it("writes a route for each of them, follows changes, and removes all", async () => {
      watched({}, (it) => it.route(PROPAGATED, SPECIFIC));
      host.directConnect(false);
      await host.until(TO_VPN);
      expect(host.table).toEqual([PROPAGATED, SPECIFIC, ON_VPN, SPECIFIC_ON_VPN]);
      const further = SPECIFIC.replace("7.0", "9.0");
      host.route(PROPAGATED, SPECIFIC, further, ON_VPN, SPECIFIC_ON_VPN);
      await host.until("the routes to the VPN follow the prefixes of Direct Connect");
      expect(host.table).toContain(`192.168.9.0/24 ${INTERFACE} active CreateRoute`);
      expect(host.said(TO_VPN)).toBe(1);
      // BGP went down: no prefix is propagated. The routes stay until the switch back.
      host.route(LOCAL, ON_VPN, SPECIFIC_ON_VPN);
      await host.rounds(4);
      expect(host.writes()).toHaveLength(3);
      host.directConnect(true);
      await host.until(BACK);
      expect(host.table).toEqual([LOCAL]);
    });

    it("logs no switch that the quota of routes refuses, and publishes a dead end", async () => {
      watched({ NAMESPACE: "sample/test/path" }, (it) => {
        it.route(PROPAGATED, SPECIFIC);
        it.set("quota-is-reached");
      });
      host.directConnect(false);
      await host.until(/no switch to vpn: An error occurred \(RouteLimitExceeded\)[\s\S]*no switch to vpn/);
      await host.untilRound(() => /"DeadEnd"[^}]*"Value":1/.test(host.read("metric-data")), "a dead end");
      expect(host.said(TO_VPN)).toBe(0);
      host.set("quota-is-reached", false);
      await host.until("the routes to the VPN follow the prefixes of Direct Connect");
      expect(host.table).toEqual([PROPAGATED, SPECIFIC, ON_VPN, SPECIFIC_ON_VPN]);
    });

    it("leaves another owner's route for a part of the range", async () => {
      const theirs = `192.168.7.0/24 ${GONE} active CreateRoute`;
      watched({}, (it) => it.route(PROPAGATED, SPECIFIC, theirs));
      host.directConnect(false);
      await host.until(TO_VPN);
      expect(host.table).toEqual([PROPAGATED, SPECIFIC, theirs, ON_VPN]);
    });
  });

  describe("of a static route to an interface that no longer exists", () => {
    const dead = `192.168.0.0/16 ${GONE} blackhole CreateRoute`;

    it("replaces it while the VPN works, and logs it", async () => {
      watched({}, (it) => it.route(PROPAGATED, dead));
      await host.until("the static route 192.168.0.0/16 leads to a target that no longer exists");
      await host.until(TO_VPN);
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
      expect(host.writes()).toEqual(["replace"]);
    });

    it("removes it while only Direct Connect works", async () => {
      watched({}, (it) => {
        it.route(PROPAGATED, dead);
        it.vpn(false);
      });
      await host.until(BACK);
      expect(host.table).toEqual([PROPAGATED]);
    });
  });

  it("does not depend on the wall clock", async () => {
    watched({ LOG_GROUP: "/sample/test/path" }, (it) => it.directConnect(false));
    await host.until(TO_VPN);
    host.directConnect(true);
    host.sandbox.write("wall-step", "3600000\n");
    await host.rounds(1);
    // The dwell of 12 s has not ended, although an hour has passed on the wall clock.
    expect(host.said(BACK)).toBe(0);
    host.sandbox.write("wall-step", "-3600000\n");
    await host.until(BACK);
    await host.untilRound(() => host.read("log-events").includes(BACK), "the log event");
    const [, time] = /"timestamp":(\d+),"message":"Switching back/.exec(host.read("log-events")) ?? [];
    expect(Number(time)).toBeLessThan(1_700_000_000_000);
  });

  describe("on SIGTERM", () => {
    async function stopped(prepare: (_: MonitoredHost) => void): Promise<void> {
      watched({ STACK_PARAMETER: "/sample/test/path-monitor/stack" }, (it) => it.directConnect(false));
      await host.until(TO_VPN);
      prepare(host);
      expect(await host.signal("SIGTERM")).toBe(0);
    }

    it("removes its route when the stack is being destroyed, also while Direct Connect is down", async () => {
      await stopped((it) => it.set("stack-is-gone"));
      expect(host.output).toContain("the stack is being destroyed");
      expect(host.output).toContain("stopped; Direct Connect restored");
      expect(host.table).toEqual([PROPAGATED]);
    });

    it("leaves the route when only its host is replaced", async () => {
      await stopped(() => {});
      expect(host.table).toEqual([PROPAGATED, ON_VPN]);
    });
  });
});
