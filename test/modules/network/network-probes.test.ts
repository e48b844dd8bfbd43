import { NetworkProbes } from "../../../modules/network/network-probes";
import { Template } from "../../helpers/template";

function probes(...destinations: readonly string[]): Template {
  return Template.of((scope) => {
    new NetworkProbes(scope, "probes", { name: "sample", sourceArn: "arn:subnet", destinations, tags: { A: "b" } });
  });
}

describe("NetworkProbes", () => {
  it("pings every destination from the subnet", () => {
    const template = probes("192.168.0.2", "192.168.0.3");
    for (const destination of ["192.168.0.2", "192.168.0.3"]) {
      template.one("aws_networkmonitor_probe", { destination, protocol: "ICMP", source_arn: "arn:subnet" });
    }
    template.count("aws_networkmonitor_probe", 2);
  });

  test.each([[[]], [["192.168.0.2", "192.168.0.3", "192.168.0.4", "192.168.0.5", "192.168.0.6"]]])(
    "refuses %p, which no monitor takes",
    (destinations) => {
      expect(() => probes(...destinations)).toThrow("destinations must be 1 to 4");
    },
  );
});
