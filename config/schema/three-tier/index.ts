import { z } from "zod";
import { alarmSubscriptions } from "../fields/alarm-subscription";
import { logRetentionInDays } from "../fields/values";
import { appSection } from "./app";
import { dataSection } from "./data";
import { edgeSection } from "./edge";
import { networkSection } from "./network";

type Service = z.output<typeof networkSection>["interfaceEndpoints"][number];

/**
 * Services that a host without a NAT gateway calls, in addition to Secrets Manager and S3. They are for the lifecycle hook, the
 * metrics, the log, and the sessions, which are encrypted with a customer managed key.
 */
const WITHOUT_NAT_GATEWAY: readonly Service[] = ["autoscaling", "monitoring", "logs", "ssm", "ssmmessages", "kms"];

/** Services that the rotation function calls from its isolated subnet. */
const ROTATION: readonly Service[] = ["secretsmanager"];

/** The three-tier web application. `prod` uses the defaults. */
export const threeTierSection = z
  .strictObject({
    /**
     * Whether AWS refuses to delete the database and the load balancer, the database leaves a final snapshot, and log buckets that
     * are not empty are kept. @default true
     */
    deletionProtection: z.boolean().default(true),
    /** Days that logs are kept. The modules document the default. */
    logRetentionInDays: logRetentionInDays.optional(),
    /** Subscribers to the alarms. @default none */
    alarmSubscriptions: alarmSubscriptions.optional(),
    network: networkSection,
    data: dataSection.prefault({}),
    app: appSection.prefault({}),
    edge: edgeSection.prefault({}),
  })
  .superRefine(({ network, app }, context) => {
    const { natGateways, interfaceEndpoints } = network;
    const needed = [...ROTATION, ...(natGateways === "none" && "s3" in app.source ? WITHOUT_NAT_GATEWAY : [])];
    const missing = needed.filter((service) => !interfaceEndpoints.includes(service));
    if (natGateways === "none" && "git" in app.source) {
      context.addIssue({
        code: "custom",
        path: ["network", "natGateways"],
        message: "must be one-per-az or single for a git source; without a NAT gateway use app.source.s3",
      });
    }
    if (missing.length > 0) {
      const why = missing.every((service) => ROTATION.includes(service))
        ? "the rotation function has no other route to it"
        : 'with natGateways "none" hosts have no other route to them';
      context.addIssue({
        code: "custom",
        path: ["network", "interfaceEndpoints"],
        message: `must include ${missing.join(", ")}; ${why}`,
        params: { got: interfaceEndpoints },
      });
    }
  });

export type ThreeTierConfig = z.output<typeof threeTierSection>;
