import { dashboardRows } from "../../../stacks/three-tier/dashboard-rows";

describe("dashboardRows", () => {
  const subjects = (readers: readonly { readonly identifier: string }[]) => ({
    loadBalancer: { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } },
    hosts: { group: { name: "flask" }, metricNamespace: "n" },
    data: { database: { writer: { identifier: "db" }, readers }, fileSystem: { fileSystemId: "fs-1" } },
  });
  const REPLICA = { identifier: "db-replica-1" };

  it("has one row per resource, from the load balancer to the file system", () => {
    const titles = dashboardRows(subjects([REPLICA])).map(({ title }) => title);
    expect(titles).toEqual(["Load balancer", "Hosts", "Database", "File system"]);
  });

  it("shows the replica lag only when there are replicas", () => {
    const titles = (readers: (typeof REPLICA)[]) =>
      dashboardRows(subjects(readers)).flatMap(({ graphs }) => graphs.map(({ title }) => title));
    expect(titles([REPLICA])).toContain("Replica lag, seconds");
    expect(titles([])).not.toContain("Replica lag, seconds");
  });
});
