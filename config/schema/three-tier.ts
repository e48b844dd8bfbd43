import { z } from "zod";
import { alarmSubscription } from "./alarm-subscription";
import { logRetentionInDays } from "./fields";
import { appSection } from "./three-tier-app";
import { dataSection } from "./three-tier-data";
import { edgeSection } from "./three-tier-edge";
import { networkSection } from "./three-tier-network";

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
    if (!network.interfaceEndpoints.includes("secretsmanager")) {
      context.addIssue({
        code: "custom",
        path: ["network", "interfaceEndpoints"],
        message: "must include secretsmanager; the rotation Lambda has no other way to it",
        params: { got: network.interfaceEndpoints },
      });
    }
    if (network.natGateways === "none" && "git" in app.source) {
      context.addIssue({
        code: "custom",
        path: ["network", "natGateways"],
        message: "must be one-per-az or single for a git source; hosts with no way out need app.source.s3",
      });
    }
  });

export type ThreeTierConfig = z.output<typeof threeTierSection>;
