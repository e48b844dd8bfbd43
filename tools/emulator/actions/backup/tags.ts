import type { Call, Feature } from "../feature";

/**
 * Tags of backup resources. moto recognises the ARN in the path only with a slash after it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListTags.html
 */
export const backupTags: Feature = {
  service: "backup",
  routes: {
    "GET /tags/{arn}": (call: Call) => call.next({ path: `${call.request.path.replace(/\/$/, "")}/` }),
  },
};
