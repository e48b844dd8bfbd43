import { z } from "zod";
import { alarmSubscription } from "./alarm-subscription";
import { logRetentionInDays } from "./fields";
import { appSection } from "./three-tier-app";
import { dataSection } from "./three-tier-data";
import { edgeSection } from "./three-tier-edge";
import { networkSection } from "./three-tier-network";

type Service = z.output<typeof networkSection>["interfaceEndpoints"][number];

/**
 * What a host with no way out calls besides Secrets Manager and S3: it answers its launching hook, publishes its health, ships its
 * log, and opens sessions, which are encrypted with a key of ours.
 */
const WITHOUT_WAY_OUT: readonly Service[] = ["autoscaling", "monitoring", "logs", "ssm", "ssmmessages", "kms"];

/** The three-tier web application. Every default is what `prod` gets. */
export const threeTierSection = z
  .strictObject({
    /** Database and load balancer refuse to be deleted, the database leaves a final snapshot, log buckets must be empty. */
    deletionProtection: z.boolean().default(true),
    logRetentionInDays: logRetentionInDays.default(365),
    alarmSubscriptions: z.array(alarmSubscription).default([]),
    network: networkSection,
    data: dataSection.prefault({}),
    app: appSection.prefault({}),
    edge: edgeSection.prefault({}),
  })
  .superRefine(({ network, app }, context) => {
    const { natGateways, interfaceEndpoints } = network;
    const missing = (services: readonly Service[]) =>
      services.filter((service) => !interfaceEndpoints.includes(service));
    const needEndpoints = (services: readonly Service[], why: string) =>
      context.addIssue({
        code: "custom",
        path: ["network", "interfaceEndpoints"],
        message: `must include ${services.join(", ")}; ${why}`,
        params: { got: interfaceEndpoints },
      });
    if (missing(["secretsmanager"]).length > 0) {
      needEndpoints(["secretsmanager"], "the rotation Lambda has no other way to it");
    }
    if (natGateways === "none" && "git" in app.source) {
      context.addIssue({
        code: "custom",
        path: ["network", "natGateways"],
        message: "must be one-per-az or single for a git source; hosts with no way out need app.source.s3",
      });
    }
    const unreachable = natGateways === "none" && "s3" in app.source ? missing(WITHOUT_WAY_OUT) : [];
    if (unreachable.length > 0) {
      needEndpoints(unreachable, 'with natGateways "none" hosts have no other way to them');
    }
  });

export type ThreeTierConfig = z.output<typeof threeTierSection>;
