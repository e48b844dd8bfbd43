import { sessionMetrics, sessionRules } from "../../../modules/hybrid/session-rules";

describe("sessionRules", () => {
  it("names the rule of an interface without a name as before, and adds the others' names", () => {
    expect(Object.keys(sessionRules([{ id: "dxvif-1" }, { id: "dxvif-2", name: "ny" }]))).toEqual([
      "virtual-interface-down",
      "virtual-interface-down-ny",
    ]);
  });

  it("breaches when the session is down for one data point of five minutes", () => {
    const rule = sessionRules([{ id: "dxvif-1" }])["virtual-interface-down"];
    expect(rule).toMatchObject({ comparison: "below", threshold: 1, evaluationPeriods: 1, missingData: "missing" });
    expect(rule?.value).toMatchObject({ name: "VirtualInterfaceBgpStatus", statistic: "Minimum", periodSeconds: 300 });
  });
});

describe("sessionMetrics", () => {
  it("has the connection's dimension only if the connection is known", () => {
    expect(sessionMetrics({ id: "dxvif-1" }).egress.dimensions).toEqual({ VirtualInterfaceId: "dxvif-1" });
    expect(sessionMetrics({ id: "dxvif-1", connectionId: "dxcon-1" }).ingress.dimensions).toEqual({
      ConnectionId: "dxcon-1",
      VirtualInterfaceId: "dxvif-1",
    });
  });
});
