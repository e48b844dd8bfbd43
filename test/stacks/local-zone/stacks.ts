import type { EnvironmentInput } from "../../../config/schema";
import { LocalZoneFailoverStack } from "../../../stacks/local-zone/failover-stack";
import { LocalZoneNetworkStack } from "../../../stacks/local-zone/network-stack";
import { LOCAL_ZONE, type Overrides, sampleEnvironment } from "../../helpers/environments";
import { testApp } from "../../helpers/synth";
import { Template } from "../../helpers/template";

type Section = NonNullable<EnvironmentInput["localZone"]>;

/** Both stacks of the sample environment with parts of its Local Zone section replaced. */
export function build(overrides: Overrides<Section> = {}): { network: Template; failover: Template } {
  const environment = sampleEnvironment({ localZone: { ...LOCAL_ZONE, ...overrides } } as Overrides);
  const config = environment.localZone;
  if (!config) {
    throw new Error("the environment above has a local-zone section");
  }
  const app = testApp();
  const network = new LocalZoneNetworkStack(app, "test-local-zone-network", { environment, config });
  const failover = new LocalZoneFailoverStack(app, "test-local-zone-failover", { environment, config, network });
  return { network: Template.fromStack(network), failover: Template.fromStack(failover) };
}
