import { z } from "zod";

/** Who hears of an architecture's alarms. */
export const alarmSubscription = z.strictObject({
  protocol: z.enum(["email", "https"]),
  endpoint: z.string().min(3),
  /** `pages`: only the alarms that somebody is woken for. */
  receives: z.enum(["everything", "pages"]).default("everything"),
});
