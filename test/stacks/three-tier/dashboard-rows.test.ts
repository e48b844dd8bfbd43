import { tierRows } from "../../../stacks/three-tier/dashboard-rows";

describe("tierRows", () => {
  const subjects = {
    loadBalancer: { arnSuffix: "app/a/1", targetGroup: { arnSuffix: "targetgroup/t/2" } },
    hosts: { groupName: "flask", metricNamespace: "n" },
    mysql: { identifier: "db", replicaIdentifiers: ["db-replica-1"] },
    fileSystemId: "fs-1",
  };

  it("follows a request from the load balancer to the file system", () => {
    const titles = tierRows(subjects).map(({ title }) => title);
    expect(titles).toEqual(["Load balancer", "Hosts", "Database", "File system"]);
  });

  it("shows the lag of replicas only where there are some", () => {
    const titles = (replicaIdentifiers: string[]) =>
      tierRows({ ...subjects, mysql: { identifier: "db", replicaIdentifiers } }).flatMap(({ graphs }) =>
        graphs.map(({ title }) => title),
      );
    expect(titles(["db-replica-1"])).toContain("Replica lag, seconds");
    expect(titles([])).not.toContain("Replica lag, seconds");
  });
});
