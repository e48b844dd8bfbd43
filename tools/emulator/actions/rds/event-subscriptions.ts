import { text, texts } from "../../protocol/params";
import { changeXml, type Reply, xmlOf, xmlReply } from "../../protocol/reply";
import { children, parseXml, textOf, type XmlTree } from "../../protocol/xml";
import { asking } from "../ask";
import type { Call, Feature } from "../feature";

/**
 * Changes of event subscriptions, which moto does not support. They replace elements of moto's descriptions.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyEventSubscription.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddSourceIdentifierToSubscription.html
 */
export const eventSubscriptions: Feature = {
  service: "rds",
  actions: {
    DescribeEventSubscriptions: async (call) => correct(call, await call.next()),
    AddSourceIdentifierToSubscription: (call) => changeSources(call, (ids, id) => [...ids.filter(other(id)), id]),
    RemoveSourceIdentifierFromSubscription: (call) => changeSources(call, (ids, id) => ids.filter(other(id))),
    ModifyEventSubscription: (call) => {
      const { params } = call.request;
      const categories = texts(params, "EventCategories", "EventCategory");
      const enabled = text(params, "Enabled");
      const topic = text(params, "SnsTopicArn");
      return change(call, () => ({
        ...(categories.length > 0 ? { EventCategoriesList: xmlOf(categories, "EventCategory") } : {}),
        ...(enabled === undefined ? {} : { Enabled: enabled }),
        ...(topic === undefined ? {} : { SnsTopicArn: topic }),
      }));
    },
    DeleteEventSubscription: async (call) => {
      const reply = await call.next();
      if (reply.status < 300) {
        changes(call).delete(nameOf(call));
      }
      return reply;
    },
  },
};

function changeSources(call: Call, next: (ids: string[], id: string) => string[]): Promise<Reply> {
  const id = text(call.request.params, "SourceIdentifier") ?? "";
  return change(call, (subscription) => {
    const ids = children(subscription.SourceIdsList, "SourceId").map(String);
    return { SourceIdsList: xmlOf(next(ids, id), "SourceId") };
  });
}

async function change(call: Call, changed: (subscription: XmlTree) => XmlTree): Promise<Reply> {
  const found = await call.next(asking(call.request, "DescribeEventSubscriptions", { SubscriptionName: nameOf(call) }));
  if (found.status >= 300) {
    return found;
  }
  const [current = {}] = subscriptionsIn(
    parseXml(correct(call, found).body).DescribeEventSubscriptionsResponse as XmlTree,
  );
  const elements = changed(current);
  changes(call).set(nameOf(call), { ...changes(call).get(nameOf(call)), ...elements });
  const { action } = call.request;
  return xmlReply({
    [`${action}Response`]: { [`${action}Result`]: { EventSubscription: { ...current, ...elements } } },
  });
}

function correct(call: Call, reply: Reply): Reply {
  return changeXml(reply, (top) => {
    for (const subscription of subscriptionsIn(top)) {
      Object.assign(subscription, changes(call).get(textOf(subscription, "CustSubscriptionId") ?? ""));
    }
  });
}

function subscriptionsIn(top: XmlTree): XmlTree[] {
  return children(top.DescribeEventSubscriptionsResult, "EventSubscriptionsList").flatMap(
    (all) => children(all, "EventSubscription") as XmlTree[],
  );
}

function other(id: string): (one: string) => boolean {
  return (one) => one !== id;
}

function nameOf(call: Call): string {
  return text(call.request.params, "SubscriptionName") ?? "";
}

/** Changed elements of subscriptions, by name. */
function changes(call: Call): Map<string, XmlTree> {
  return call.state.regional(call.request, "rds event subscription changes");
}
