import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { ensure, requirement } from "../shared/errors";
import { policyDocument } from "../shared/iam";
import { alarmTopicStatements } from "./alarm-topic-statements";
import type { CompositeAlarm } from "./composite-alarm";
import type { MetricAlarm } from "./metric-alarm";

/** A subscriber to alarms. */
export interface AlarmSubscription {
  /** How SNS delivers notifications. */
  readonly protocol: "email" | "https";
  /** Email address or URL. The subscriber must confirm the subscription before SNS delivers anything to it. */
  readonly endpoint: string;
  /** `pages`: only the alarms that a stack gives to {@link AlarmTopic.page}. @default "everything" */
  readonly receives?: "everything" | "pages" | undefined;
}

export interface AlarmTopicProps {
  /** Name of the topic, at most 256 characters. */
  readonly name: string;
  /** Account of the topic and of its alarms, 12 digits. */
  readonly accountId: string;
  /** Region of the topic and of its alarms: CloudWatch notifies only topics of the alarm's own region. */
  readonly region: string;
  /** ARN of a key whose policy lets CloudWatch use it. With another key, notifications fail and alarms stay silent. */
  readonly kmsKeyArn: string;
  /** Subscribers, each endpoint once. @default none */
  readonly subscriptions?: readonly AlarmSubscription[] | undefined;
  /**
   * Names of EventBridge rules that may publish, and whose messages contain the rule's name as `AlarmName`. Subscribers of
   * `pages` receive them too. The key's policy must let EventBridge use the key. @default none
   */
  readonly eventRules?: readonly string[] | undefined;
  /**
   * Whether event subscriptions of RDS may publish. Subscribers of `pages` do not receive their messages. The key's policy must
   * let `events.rds` use the key. @default false
   */
  readonly databaseEvents?: boolean | undefined;
  /** @default the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** The SNS topic that the alarms of a stack notify. */
export class AlarmTopic extends Construct {
  /** ARN of the topic. Depends on the topic policy, so that alarms never notify a topic that still refuses them. */
  readonly arn: string;
  /** Escape hatch: the underlying `aws_sns_topic`. */
  readonly resource: SnsTopic;

  private readonly pages = new Set<MetricAlarm | CompositeAlarm>();

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { name, kmsKeyArn, subscriptions = [], provider } = props;
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
    this.node.addValidation({ validate: () => this.pageProblems(props) });
  }

  /** Adds alarms to those that subscribers of `pages` receive. Call it any time before synthesis. */
  page(...alarms: ReadonlyArray<MetricAlarm | CompositeAlarm>): void {
    for (const alarm of alarms) {
      this.pages.add(alarm);
    }
  }

  private createPolicy(props: AlarmTopicProps): SnsTopicPolicy {
    const topic = this.resource.arn;
    return new SnsTopicPolicy(this, "policy", {
      arn: topic,
      ...(props.provider ? { provider: props.provider } : {}),
      policy: policyDocument(alarmTopicStatements(topic, props)),
    });
  }

  private subscribe({ protocol, endpoint, receives }: AlarmSubscription, props: AlarmTopicProps): void {
    // Rendered at synthesis, after the stack has created the alarms.
    const filterPolicy = Lazy.stringValue({ produce: () => JSON.stringify({ AlarmName: this.pageNames(props) }) });
    new SnsTopicSubscription(this, `${protocol}-${endpoint}`, {
      topicArn: this.arn,
      protocol,
      endpoint,
      ...(props.provider ? { provider: props.provider } : {}),
      ...(receives === "pages" ? { filterPolicyScope: "MessageBody", filterPolicy } : {}),
    });
  }

  /** Names of the alarms that page, in the order of their construct paths, so that the order of calls changes nothing. */
  private pageNames({ eventRules = [] }: AlarmTopicProps): readonly string[] {
    const alarms = [...this.pages].sort((one, other) => (one.node.path < other.node.path ? -1 : 1));
    // The names as given, not references to the alarms: the subscriptions need not wait for the alarms.
    return [...alarms.map(({ resource }) => String(resource.alarmNameInput)), ...eventRules];
  }

  private pageProblems(props: AlarmTopicProps): string[] {
    const { subscriptions = [] } = props;
    const pages = subscriptions.some(({ receives }) => receives === "pages");
    return pages && this.pageNames(props).length === 0
      ? [requirement("subscriptions", "receive everything where no alarm pages", "pages", "call page() with an alarm")]
      : [];
  }
}
