import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { arnOf } from "../shared/arn";
import { ensure } from "../shared/errors";
import { policyDocument } from "../shared/iam";

/** Who hears of alarms. */
export interface AlarmSubscription {
  readonly protocol: "email" | "https";
  /** An address that confirms the subscription before it hears anything. */
  readonly endpoint: string;
  /** `pages`: only the alarms named in `pageAlarmNames`. */
  readonly receives: "everything" | "pages";
}

export interface AlarmTopicProps {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** ARN of a key whose policy lets CloudWatch use it; with another key the alarms fire and nobody hears of them. */
  readonly kmsKeyArn: string;
  readonly subscriptions: readonly AlarmSubscription[];
  /** Names of the alarms that somebody is woken for. */
  readonly pageAlarmNames: readonly string[];
  /** @default the stack's provider */
  readonly provider?: AwsProvider;
}

/** The one topic that the alarms of a stack notify. */
export class AlarmTopic extends Construct {
  /** Known once the topic's policy stands: whoever takes it may publish. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_sns_topic`. */
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { name, kmsKeyArn, subscriptions, provider } = props;
    const endpoints = subscriptions.map(({ endpoint }) => endpoint);
    ensure(new Set(endpoints).size === endpoints.length, "subscriptions", "name each endpoint once", endpoints);
    this.resource = new SnsTopic(this, "Resource", {
      name,
      kmsMasterKeyId: kmsKeyArn,
      ...(provider ? { provider } : {}),
    });
    this.arn = this.createPolicy(props).arn;
    for (const subscription of subscriptions) {
      this.subscribe(subscription, props);
    }
  }

  private createPolicy({ accountId, region, provider }: AlarmTopicProps): SnsTopicPolicy {
    const topic = this.resource.arn;
    return new SnsTopicPolicy(this, "policy", {
      arn: topic,
      ...(provider ? { provider } : {}),
      policy: policyDocument([
        {
          sid: "AlarmsOfThisAccount",
          principals: { Service: "cloudwatch.amazonaws.com" },
          actions: ["sns:Publish"],
          resources: [topic],
          // CloudWatch publishes for every customer: without these, a stranger's alarm could notify us.
          conditions: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": arnOf({ service: "cloudwatch", region, accountId, resource: "alarm:*" }) },
          },
        },
        {
          sid: "RefusePlainHttp",
          effect: "Deny",
          principals: { AWS: "*" },
          actions: ["sns:Publish"],
          resources: [topic],
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
  }

  private subscribe(
    { protocol, endpoint, receives }: AlarmSubscription,
    { pageAlarmNames, provider }: AlarmTopicProps,
  ): void {
    new SnsTopicSubscription(this, `${protocol}-${endpoint}`, {
      topicArn: this.arn,
      protocol,
      endpoint,
      ...(provider ? { provider } : {}),
      ...(receives === "pages"
        ? { filterPolicyScope: "MessageBody", filterPolicy: JSON.stringify({ AlarmName: pageAlarmNames }) }
        : {}),
    });
  }
}
