import { z } from "zod";
import { httpsUrl, plainText } from "./text";
import { uniqueList } from "./unique-list";

const ENDPOINTS = {
  email: plainText(320).regex(/^[^\s@]{1,64}@([^\s@.]+\.)+[^\s@.]{2,}$/, {
    error: "must be an email address, e.g. oncall@example.com",
  }),
  https: httpsUrl,
} as const;

/** A subscriber to the alarms of an architecture. */
const alarmSubscription = z
  .strictObject({
    protocol: z.enum(["email", "https"]),
    /** Email address, or URL of a service that confirms subscriptions. */
    endpoint: z.string(),
    /** `pages`: only the alarms that page the on-call engineer. @default "everything" */
    receives: z.enum(["everything", "pages"]).optional(),
  })
  .superRefine(({ protocol, endpoint }, context) => {
    const [issue] = ENDPOINTS[protocol].safeParse(endpoint).error?.issues ?? [];
    if (issue) {
      const params = issue.code === "custom" ? issue.params : undefined;
      context.addIssue({ code: "custom", path: ["endpoint"], message: issue.message, params });
    }
  });

/** Subscribers to the alarms. SNS has one subscription for each endpoint. */
export const alarmSubscriptions = uniqueList(alarmSubscription, {
  by: ({ endpoint }) => ({ value: endpoint, field: "endpoint" }),
});
