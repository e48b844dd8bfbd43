import { dashboardRows, type ShownRelationalApi } from "../../../stacks/aurora-api/dashboard-rows";

const SHOWN: ShownRelationalApi = {
  api: { type: "http", apiId: "api" },
  functionName: "databases",
  proxyName: "proxy",
  cluster: { identifier: "cluster", readerCount: 1 },
  vpn: { endpointId: "endpoint", serverCertificateArn: "arn:server" },
};

const titles = (changes: Partial<ShownRelationalApi> = {}) =>
  dashboardRows({ ...SHOWN, ...changes }).map(({ title, graphs }) => [title, graphs.map((graph) => graph.title)]);

describe("dashboardRows", () => {
  it("follows a request through the system, and ends with the VPN", () => {
    expect(titles().map(([title]) => title)).toEqual(["API", "Function", "Proxy", "Cluster", "VPN"]);
    expect(titles({ vpn: undefined }).map(([title]) => title)).toEqual(["API", "Function", "Proxy", "Cluster"]);
  });

  it("shows replica lag only with readers", () => {
    const graphs = (readerCount: number) => JSON.stringify(titles({ cluster: { identifier: "cluster", readerCount } }));
    expect(graphs(1)).toContain("Replica lag");
    expect(graphs(0)).not.toContain("Replica lag");
  });

  it("shows capacity, connections, latency, borrowing, pinning and errors", () => {
    const shown = JSON.stringify(dashboardRows(SHOWN));
    for (const name of [
      "ServerlessDatabaseCapacity",
      "ACUUtilization",
      "DatabaseConnections",
      "CommitLatency",
      "DatabaseConnectionsBorrowLatency",
      "DatabaseConnectionsCurrentlySessionPinned",
      "4xx",
      "5xx",
      "Duration",
      "ActiveConnectionsCount",
      "DaysToExpiry",
    ]) {
      expect(shown).toContain(`"name":"${name}"`);
    }
  });

  it("has at most four graphs in a row, of which each has a line", () => {
    for (const { graphs } of dashboardRows(SHOWN)) {
      expect(graphs.length).toBeLessThanOrEqual(4);
      for (const { lines } of graphs) {
        expect(Object.keys(lines).length).toBeGreaterThan(0);
      }
    }
  });
});
