import { dashboardRows, type LocalZoneSubjects } from "../../../stacks/local-zone/dashboard-rows";
import { build } from "./stacks";

const SUBJECTS: LocalZoneSubjects = {
  virtualInterfaces: [{ id: "dxvif-1" }, { name: "ny", id: "dxvif-2", connectionId: "dxcon-2" }],
  monitor: { namespace: "sample/path", name: "monitor" },
  applianceInstanceId: "i-1",
  workloadGroup: "sample-zone-workload",
};
const titles = (changes: Partial<LocalZoneSubjects> = {}) =>
  dashboardRows({ ...SUBJECTS, ...changes }).map(({ title }) => title);

describe("the dashboard of the Local Zone", () => {
  it("shows links, paths, monitor, appliance and workload", () => {
    expect(titles()).toEqual(["Direct Connect", "Paths", "Path monitor", "VPN appliance", "Workload"]);
  });

  it("leaves out what there is not", () => {
    expect(titles({ monitor: undefined, workloadGroup: undefined })).toEqual(["Direct Connect", "VPN appliance"]);
  });

  it("has a line for each session", () => {
    const [links] = dashboardRows(SUBJECTS);
    expect(links?.graphs[0]?.lines).toMatchObject({
      "direct-connect": { name: "VirtualInterfaceBgpStatus", dimensions: { VirtualInterfaceId: "dxvif-1" } },
      ny: { dimensions: { ConnectionId: "dxcon-2", VirtualInterfaceId: "dxvif-2" } },
    });
  });

  it("is in the failover stack", () => {
    const { failover } = build({ workload: { instances: {} } });
    const { dashboard_body } = failover.one("aws_cloudwatch_dashboard", { dashboard_name: "sample-test-local-zone" });
    expect(dashboard_body).toContain("sample-test-zone-workload");
  });
});
