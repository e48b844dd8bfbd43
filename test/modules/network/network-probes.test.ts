import { NetworkProbes, type NetworkProbesProps } from "../../../modules/network/network-probes";
import { Template } from "../../helpers/template";

function probes(destinations: readonly string[], props: Partial<NetworkProbesProps> = {}): Template {
  return Template.of((scope) => {
    new NetworkProbes(scope, "probes", { name: "sample", sourceArn: "arn:subnet", destinations, ...props });
  });
}

describe("NetworkProbes", () => {
  it("stands alone: required props only, and pings every destination from the subnet", () => {
    const template = probes(["192.168.0.2", "192.168.0.3"]);
    for (const destination of ["192.168.0.2", "192.168.0.3"]) {
      template.one("aws_networkmonitor_probe", { destination, protocol: "ICMP", source_arn: "arn:subnet" });
    }
    template.count("aws_networkmonitor_probe", 2);
  });

  it("tags the monitor and its probes", () => {
    const template = probes(["192.168.0.2"], { tags: { Team: "network" } });
    template.one("aws_networkmonitor_monitor", { tags: { Team: "network", Name: "sample" } });
    template.one("aws_networkmonitor_probe", { tags: { Team: "network", Name: "sample-192.168.0.2" } });
  });

  it.each([[[]], [["192.168.0.2", "192.168.0.3", "192.168.0.4", "192.168.0.5", "192.168.0.6"]]])(
    "fails on %p, because a monitor has 1 to 4 destinations per subnet",
    (destinations) => {
      expect(() => probes(destinations)).toThrow("destinations must be 1 to 4");
    },
  );
});
