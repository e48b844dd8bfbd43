import type { Construct } from "constructs";
import { AuroraAlarms } from "../../modules/database/aurora/aurora-alarms";
import type { AuroraGeneration } from "../../modules/database/aurora/aurora-generation";
import type { AuroraWithProxy } from "../../modules/database/aurora/aurora-with-proxy";
import { BreakGlassAlarm } from "../../modules/database/break-glass-alarm";
import { DatabaseEvents } from "../../modules/database/database-events";
import { MasterAccessAlarm } from "../../modules/database/master-access-alarm";
import { RotationAlarm } from "../../modules/database/rotation-alarm";
import { type AlarmSubscription, AlarmTopic } from "../../modules/monitoring/alarm-topic";

export interface DataAlarmsProps {
  /** Prefix of every name, e.g. `project-x-prod`. */
  readonly name: string;
  /** Account of the cluster. */
  readonly accountId: string;
  /** Region of the cluster. */
  readonly region: string;
  /** The clusters, their proxy and their functions. */
  readonly aurora: AuroraWithProxy;
  /** ARN of the key of the topic. Its policy lets CloudWatch, EventBridge and RDS use it. */
  readonly kmsKeyArn: string;
  /** Who is notified. @default no one */
  readonly subscriptions?: readonly AlarmSubscription[] | undefined;
}

/** Alarms, notifications and events of the clusters and their proxy. */
export class DataAlarms {
  readonly topic: AlarmTopic;
  private readonly scope: Construct;
  private readonly props: DataAlarmsProps;

  /** @param scope gets the resources without a construct of their own, so that they keep their addresses */
  constructor(scope: Construct, props: DataAlarmsProps) {
    this.scope = scope;
    this.props = props;
    const { generations } = props.aurora;
    this.topic = this.createTopic(generations);
    this.createAlarms();
    for (const generation of generations) {
      this.watchMaster(generation);
      this.watchEvents(generation);
    }
  }

  private createTopic(generations: readonly AuroraGeneration[]): AlarmTopic {
    const { name, accountId, region, kmsKeyArn, subscriptions } = this.props;
    return new AlarmTopic(this.scope, "alarms", {
      accountId,
      region,
      name: `${name}-aurora-data-alarms`,
      kmsKeyArn,
      subscriptions,
      eventRules: [...generations.map((generation) => this.masterAccessName(generation)), this.breakGlassName],
      databaseEvents: true,
    });
  }

  private createAlarms(): void {
    const { name, aurora } = this.props;
    const topicArn = this.topic.arn;
    const alarms = new AuroraAlarms(this.scope, "aurora-alarms", {
      name: `${name}-aurora`,
      cluster: aurora.cluster,
      proxyName: aurora.proxy.name,
      topicArn,
    });
    this.topic.page(alarms.capacity);
    new DatabaseEvents(this.scope, "proxy-events", {
      name: `${name}-aurora`,
      sources: { "db-proxy": [aurora.proxy.name] },
      topicArn,
    });
    new RotationAlarm(this.scope, "rotation-alarm", {
      name: `${name}-aurora-rotation`,
      functionName: aurora.rotationFunction.name,
      topicArn,
    });
    new BreakGlassAlarm(this.scope, "break-glass-alarm", {
      name: this.breakGlassName,
      clusters: aurora.generations.map(({ cluster }) => cluster),
      topicArn,
    });
  }

  private get breakGlassName(): string {
    return `${this.props.name}-aurora-break-glass`;
  }

  private masterAccessName({ suffix }: AuroraGeneration): string {
    return `${this.props.name}-aurora-master-access${suffix}`;
  }

  private watchMaster(generation: AuroraGeneration): void {
    const { accountId, region, aurora } = this.props;
    new MasterAccessAlarm(this.scope, `master-access-alarm${generation.suffix}`, {
      accountId,
      region,
      name: this.masterAccessName(generation),
      secretArn: generation.cluster.masterSecret.arn,
      functionNames: [aurora.rotationFunction.name, aurora.bootstrapFunction.name],
      topicArn: this.topic.arn,
    });
  }

  /** Subscriptions of each cluster, because a change of all sources of one would leave it without a source for a moment. */
  private watchEvents({ cluster, suffix }: AuroraGeneration): void {
    new DatabaseEvents(this.scope, `events${suffix}`, {
      name: `${this.props.name}-aurora${suffix}`,
      sources: {
        "db-cluster": [cluster.identifier],
        "db-instance": cluster.instances.map(({ identifier }) => identifier),
      },
      topicArn: this.topic.arn,
    });
  }
}
