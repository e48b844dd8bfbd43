import type { RuntimeState } from "../../../../tools/local-runtime/control/runtime-state";
import { LatencyMatrix } from "../../../../tools/local-runtime/route53/latency-matrix";
import type { ProbeResult } from "../../../../tools/local-runtime/route53/probe-result";
import type { Zone } from "../../../../tools/local-runtime/route53/zone";
import type { ProbeTarget } from "../../../../tools/local-runtime/routing/http-probe";
import { Routing } from "../../../../tools/local-runtime/routing/routing";
import { VirtualClock } from "../../../helpers/virtual-clock";

export const NAME = "api.example.com";

export interface SampleOptions {
  /** @default 1 */
  readonly speed?: number;
  /** Region near which the clients are. @default "eu-west-1" */
  readonly clients?: string;
  /** @default 0 */
  readonly random?: () => number;
  /** @default 2 */
  readonly checkersPerRegion?: number;
}

/** The routing of a zone on a virtual clock. The endpoints in `down` answer 503, and those in `hanging` after 2 s not at all. */
export function sampleRouting(zone: Zone, options: SampleOptions = {}) {
  const { clients = "eu-west-1", speed = 1, random = () => 0, checkersPerRegion = 2 } = options;
  const clock = new VirtualClock();
  const down = new Set<string>();
  const hanging = new Set<string>();
  const sent: (ProbeTarget & { readonly at: number })[] = [];
  const events: RuntimeState["timeline"][number][] = [];
  const probe = async (target: ProbeTarget): Promise<ProbeResult> => {
    sent.push({ ...target, at: clock.now() });
    const region = target.url.slice("http://".length);
    if (hanging.has(region)) {
      await new Promise<void>((resolve) => clock.after(2_000, resolve));
      return { type: "failure", reason: "no answer within 2 s" };
    }
    return { type: "answer", connectMs: 1, answerMs: 1, status: down.has(region) ? 503 : 200 };
  };
  const routing = new Routing({
    clock,
    probe,
    speed,
    random,
    checkersPerRegion,
    latency: new LatencyMatrix(),
    urlOf: (region) => `http://${region}`,
    onEvent: (event) => events.push(event),
  });
  routing.watch(NAME, zone);
  routing.resolver.moveClients(clients);
  /** Advances in steps until the condition holds. Milliseconds that this took, or `limitMs` if it never holds. */
  const until = async (holds: () => boolean, limitMs: number, stepMs: number): Promise<number> => {
    const start = clock.now();
    while (!holds() && clock.now() - start < limitMs) {
      await clock.advance(stepMs);
    }
    return clock.now() - start;
  };
  return { clock, down, hanging, sent, events, routing, until };
}
