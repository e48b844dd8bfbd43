import { text, texts } from "../../protocol/params";
import { resultReply } from "../../protocol/reply";
import type { Call, Feature } from "../feature";
import { type CompositeAlarm, compositeAlarmsOf, tagsIn } from "./composite-alarm";

/**
 * Tags of composite alarms. moto answers for metric alarms.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
 */
export const compositeAlarmTags: Feature = {
  service: "monitoring",
  actions: {
    ListTagsForResource: (call) => {
      const alarm = named(call);
      if (alarm === undefined) {
        return call.next();
      }
      return resultReply(call.request, { Tags: [...alarm.tags].map(([Key, Value]) => ({ Key, Value })) });
    },
    TagResource: (call) => {
      const alarm = named(call);
      if (alarm === undefined) {
        return call.next();
      }
      for (const [key, value] of tagsIn(call.request.params)) {
        alarm.tags.set(key, value);
      }
      return resultReply(call.request);
    },
    UntagResource: (call) => {
      const alarm = named(call);
      if (alarm === undefined) {
        return call.next();
      }
      for (const key of texts(call.request.params, "TagKeys")) {
        alarm.tags.delete(key);
      }
      return resultReply(call.request);
    },
  },
};

function named(call: Call): CompositeAlarm | undefined {
  const arn = text(call.request.params, "ResourceARN");
  return [...compositeAlarmsOf(call).values()].find((alarm) => alarm.arn === arn);
}
