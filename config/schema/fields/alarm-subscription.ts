import { z } from "zod";

const ENDPOINTS = {
  email: { pattern: /^[^\s@]+@[^\s@]+$/, rule: "must be an email address, e.g. oncall@example.com" },
  https: { pattern: /^https:\/\/[^\s/]+/, rule: "must start with https://" },
} as const;

/** A subscriber to the alarms of an architecture. */
export const alarmSubscription = z
  .strictObject({
    protocol: z.enum(["email", "https"]),
    /** Email address, or URL of a service that confirms subscriptions. */
    endpoint: z.string(),
    /** `pages`: only the alarms that page the on-call engineer. @default "everything" */
    receives: z.enum(["everything", "pages"]).optional(),
  })
  .superRefine(({ protocol, endpoint }, context) => {
    const { pattern, rule } = ENDPOINTS[protocol];
    if (!pattern.test(endpoint)) {
      context.addIssue({ code: "custom", path: ["endpoint"], message: rule });
    }
  });
