import { z } from "zod";

const ENDPOINTS = {
  email: { pattern: /^[^\s@]+@[^\s@]+$/, rule: "must be an address, e.g. oncall@example.com" },
  https: { pattern: /^https:\/\/[^\s/]+/, rule: "must start with https://" },
} as const;

/** Who hears of an architecture's alarms. */
export const alarmSubscription = z
  .strictObject({
    protocol: z.enum(["email", "https"]),
    /** An address, or the URL of a service that confirms subscriptions. */
    endpoint: z.string(),
    /** `pages`: only the alarms that somebody is woken for. */
    receives: z.enum(["everything", "pages"]).default("everything"),
  })
  .superRefine(({ protocol, endpoint }, context) => {
    const { pattern, rule } = ENDPOINTS[protocol];
    if (!pattern.test(endpoint)) {
      context.addIssue({ code: "custom", path: ["endpoint"], message: rule });
    }
  });
