import { readZone } from "../../../tools/local-runtime/model/read-zone";
import type { Zone } from "../../../tools/local-runtime/route53/zone";
import { type ActiveActiveInput, activeActive, activeActiveStacks } from "../../helpers/active-active";

/** The zone of a synthesized backend with these regions. */
export function sampleZone(regions: readonly string[], section: Partial<ActiveActiveInput> = {}): Zone {
  const stacks = activeActiveStacks(activeActive(section, regions));
  return readZone([...stacks.values()].map(({ json }) => json));
}

/** Routing controls for these regions, as `routing.evacuation`. */
export function routingControls(regions: readonly string[]) {
  const hosts = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];
  const arn = (digit: number) =>
    `arn:aws:route53-recovery-control::111111111111:controlpanel/${"0".repeat(32)}/routingcontrol/${`${digit}`.repeat(16)}`;
  return {
    type: "routing-control" as const,
    controls: Object.fromEntries(regions.map((region, index) => [region, arn(index)])),
    clusterEndpoints: hosts.map((region) => ({ region, url: `https://host-1.${region}.example.com/v1` })),
  };
}
