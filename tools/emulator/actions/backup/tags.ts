import type { Call, Feature } from "../feature";

/**
 * Tags. moto recognizes the ARN only if a slash follows it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html
 */
export const backupTags: Feature = {
  service: "backup",
  routes: {
    "GET /tags/{arn}": (call: Call) => call.next({ path: `${call.request.path.replace(/\/$/, "")}/` }),
  },
};
