import { list, type Params, text } from "../../protocol/params";
import type { Fields } from "../../protocol/reply";
import type { Call } from "../feature";

/** A stored composite alarm. */
export interface CompositeAlarm {
  readonly arn: string;
  readonly fields: Fields;
  readonly tags: Map<string, string>;
}

/** The composite alarms of the call's account and region, by name. */
export function compositeAlarmsOf(call: Call): Map<string, CompositeAlarm> {
  return call.state.regional(call.request, "cloudwatch composite alarms");
}

/** The `Tags` of a request. */
export function tagsIn(params: Params): [string, string][] {
  return list(params, "Tags").map((tag) => [text(tag, "Key") ?? "", text(tag, "Value") ?? ""]);
}
