import type { EnvironmentInput } from "../../../config/schema";
import { LocalZoneFailoverStack } from "../../../stacks/local-zone/failover-stack";
import { LocalZoneNetworkStack } from "../../../stacks/local-zone/network-stack";
import { LocalZoneWorkloadStack } from "../../../stacks/local-zone/workload-stack";
import { LOCAL_ZONE, type Overrides, sampleEnvironment } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";

type Section = NonNullable<EnvironmentInput["localZone"]>;

interface Stacks {
  readonly network: Template;
  readonly failover: Template;
  /** Undefined without a workload. */
  readonly workload: Template | undefined;
}

/** The stacks of the sample environment with parts of its Local Zone section replaced. */
export function build(overrides: Overrides<Section> = {}): Stacks {
  const environment = sampleEnvironment({ localZone: { ...LOCAL_ZONE, ...overrides } } as Overrides);
  const config = environment.localZone;
  if (!config) {
    throw new Error("the environment above has a local-zone section");
  }
  const app = testApp();
  const network = new LocalZoneNetworkStack(app, "test-local-zone-network", { environment, config });
  const failover = new LocalZoneFailoverStack(app, "test-local-zone-failover", { environment, config, network });
  const { workload } = config;
  const zone =
    workload && new LocalZoneWorkloadStack(app, "test-local-zone-workload", { environment, config, workload, network });
  return {
    network: Template.fromStack(network),
    failover: Template.fromStack(failover),
    workload: zone && Template.fromStack(zone),
  };
}
