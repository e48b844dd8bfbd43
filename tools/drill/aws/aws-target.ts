import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { type PlannedRegion, regionNamed } from "../../evacuate/evacuation-plan";
import type { HealthReader } from "../../evacuate/health-reader";
import { awsRegion } from "../../release/aws-region";
import type { ReleaseRegion } from "../../release/live-alias";
import { regionPrefix } from "../../release/region-prefix";
import { askAws } from "../../shared/ask-aws";
import { clientSettings } from "../../shared/client-settings";
import { latestMetricValue } from "../../shared/latest-metric-value";
import type { Fault } from "../model/scenario";
import type { Observation, RegionStatus, Target } from "../model/target";
import { AwsFaults, type AwsFaultsOptions } from "./aws-faults";

export interface AwsTargetOptions extends AwsFaultsOptions {
  /** The deployed regions, in the order of the configuration, and whether the shared name answers with them. */
  readonly regions: readonly Pick<RegionStatus, "name" | "url" | "routed">[];
  readonly sharedUrl: string;
  readonly plan: readonly PlannedRegion[];
  readonly health: Pick<HealthReader, "read">;
}

/** Milliseconds between two observations. Route 53's API accepts five requests per second and account. */
const POLL_MS = 5_000;
/** Milliseconds for which a metric's value is used. CloudWatch has a new one every minute. */
const METRIC_MS = 30_000;
/** Minutes after which an age is unknown. */
const AGE_MINUTES = 10;

/** A deployed backend on AWS. */
export class AwsTarget implements Target {
  readonly kind = "aws";
  readonly speed = 1;
  readonly pollMs = POLL_MS;
  readonly sharedUrl: string;
  private readonly options: AwsTargetOptions;
  private readonly awsFaults: AwsFaults;
  /** One client of each region for the whole drill, because each new client asks for credentials and opens connections. */
  private readonly alarmReaders: readonly Pick<ReleaseRegion, "alarms">[];
  private readonly metricReaders: ReadonlyMap<string, CloudWatchClient>;
  private age: { readonly at: number; readonly ms: number | undefined } = { at: 0, ms: undefined };

  constructor(options: AwsTargetOptions) {
    this.options = options;
    this.awsFaults = new AwsFaults(options);
    this.sharedUrl = options.sharedUrl;
    const names = options.regions.map(({ name }) => name);
    this.alarmReaders = names.map((name) => awsRegion(name, this.prefix(name)));
    this.metricReaders = new Map(
      names.map((name) => [name, new CloudWatchClient({ region: name, ...clientSettings() })]),
    );
  }

  describe({ scenario, region, id }: Fault): readonly string[] {
    const { environment, tableName, sharedUrl } = this.options;
    const effect = {
      region: `the health check of ${region} answers 503 (version of ${this.prefix(region)}health). Its API answers as before`,
      writes: `a statement TierraDrill${id} in the policy of ${tableName} in ${region} denies the writes of its functions for 30 min at most`,
      replication: `AWS FIS pauses the replication of ${tableName} from and to ${region} for 30 min at most`,
      evacuate: `a data point of the evacuation metric takes ${region} out of DNS`,
    }[scenario];
    return [`account ${environment.accountId}, ${sharedUrl}: ${effect}`];
  }

  prepare(fault: Fault): Promise<void> {
    return this.awsFaults.prepare(fault);
  }

  observe(): Promise<Observation> {
    return this.ask(async () => {
      const regions = await Promise.all(this.options.regions.map((region) => this.statusOf(region)));
      const alarms = await Promise.all(this.alarmReaders.map((reader) => reader.alarms()));
      const ageMs = await this.oldestAge();
      return {
        at: Date.now(),
        regions,
        alarms: [...new Set(alarms.flatMap(({ ringing }) => ringing))].sort(),
        ...(ageMs === undefined ? {} : { ageMs }),
      };
    });
  }

  fail(fault: Fault): Promise<void> {
    return this.awsFaults.fail(fault);
  }

  restore(fault: Fault): Promise<void> {
    return this.awsFaults.restore(fault);
  }

  repeat(fault: Fault, failing: boolean): Promise<void> {
    return this.awsFaults.repeat(fault, failing);
  }

  faults(): Promise<readonly Fault[]> {
    return this.awsFaults.faults();
  }

  removal(prefix: string, count: number): readonly string[] {
    const { tableName, regions } = this.options;
    const key = `"{\\"item_id\\":{\\"S\\":\\"${prefix}$n\\"}}"`;
    return [
      `for n in $(seq 1 ${count}); do aws dynamodb delete-item --region ${regions[0]?.name} --table-name ${tableName} --key ${key}; done`,
    ];
  }

  private async statusOf(region: Pick<RegionStatus, "name" | "url" | "routed">): Promise<RegionStatus> {
    // The state of the records' check is a metric, which is a minute late. The check is healthy if both of its children are.
    const { endpoint, notEvacuated } = await this.options.health.read(regionNamed(this.options.plan, region.name));
    return { ...region, healthy: endpoint && notEvacuated };
  }

  private async oldestAge(): Promise<number | undefined> {
    const now = Date.now();
    if (now - this.age.at >= METRIC_MS) {
      const { environment } = this.options;
      const backend = `${environment.project}-${environment.name}-items`;
      const ages = await Promise.all(
        [...this.metricReaders].map(([region, client]) =>
          latestMetricValue(client, {
            namespace: "Tierra/Items",
            name: "OldestHeartbeatAge",
            dimensions: { Backend: backend, Region: region },
            statistic: "Maximum",
            minutes: AGE_MINUTES,
          }),
        ),
      );
      const known = ages.filter((age) => age !== undefined);
      this.age = { at: now, ms: known.length === 0 ? undefined : Math.max(...known) };
    }
    return this.age.ms;
  }

  private prefix(region: string): string {
    return regionPrefix(this.options.environment, region);
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return askAws(this.options.environment.accountId, question);
  }
}
