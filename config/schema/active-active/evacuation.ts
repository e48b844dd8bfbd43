import { z } from "zod";
import { region } from "../fields/region";
import { httpsUrl } from "../fields/text";

/** A cluster has an endpoint in each of five regions. https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.update.api.html */
const CLUSTER_ENDPOINTS = 5;

const ARN = /^arn:aws:route53-recovery-control::\d{12}:controlpanel\/[0-9a-f]{32}\/routingcontrol\/[0-9a-f]{16}$/;

/** How an operator takes a region out of DNS. The default has no price of its own. A cluster of ARC costs about 1,800 USD a month. */
export const evacuation = z
  .discriminatedUnion("type", [
    /** A CloudWatch metric that `npm run evacuate` publishes in another region. */
    z.strictObject({ type: z.literal("metric") }),
    /** Existing routing controls of Amazon Application Recovery Controller. */
    z.strictObject({
      type: z.literal("routing-control"),
      /** ARN of each region's routing control, by region. */
      controls: z.record(
        region,
        z.string().regex(ARN, {
          error:
            "must be the ARN of a routing control, arn:aws:route53-recovery-control::<account>:controlpanel/<id>/routingcontrol/<id>",
        }),
      ),
      /** The cluster's endpoints. `npm run evacuate` tries them one after the other. */
      clusterEndpoints: z
        .array(
          z.strictObject({
            region,
            /** Endpoint of the cluster in this region, e.g. `https://host-abcdef.us-east-1.cluster.routing-control.amazonaws.com/v1`. */
            url: httpsUrl,
          }),
        )
        .length(CLUSTER_ENDPOINTS, { error: "must be 5 entries; a cluster has an endpoint in each of five regions" }),
    }),
  ])
  .default({ type: "metric" });

/** Rules of routing controls: one for each region, and one endpoint of the cluster for each of its regions. */
export function checkEvacuation(
  config: z.infer<typeof evacuation>,
  regions: ReadonlyArray<{ readonly name: string }>,
  context: z.RefinementCtx,
): void {
  if (config.type === "metric") {
    return;
  }
  const { controls, clusterEndpoints } = config;
  const fail = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: "custom", path: ["routing", "evacuation", ...path], message });
  const names = regions.map(({ name }) => name);
  for (const name of names.filter((candidate) => !(candidate in controls))) {
    fail(["controls"], `must have an entry for ${name}`);
  }
  for (const name of Object.keys(controls).filter((candidate) => !names.includes(candidate))) {
    fail(["controls", name], `must be a region of the list, which has ${names.join(", ")}`);
  }
  const arns = Object.values(controls);
  if (new Set(arns).size !== arns.length) {
    fail(["controls"], "must name each routing control once");
  }
  if (new Set(clusterEndpoints.map((endpoint) => endpoint.region)).size !== clusterEndpoints.length) {
    fail(["clusterEndpoints"], "must name each region once");
  }
  for (const [index, { region: home, url }] of clusterEndpoints.entries()) {
    const same = clusterEndpoints.find((endpoint) => endpoint.url === url);
    // A repeated region has its own problem.
    if (same && same.region !== home) {
      fail(["clusterEndpoints", index, "url"], "must differ from the other endpoints");
    }
  }
}
