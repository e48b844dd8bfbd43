import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Environment } from "../../../config/schema";
import { HealthSwitch } from "../../drill-health/health-switch";
import { type PlannedRegion, regionNamed } from "../../evacuate/evacuation-plan";
import type { HealthReader } from "../../evacuate/health-reader";
import { awsRegion } from "../../release/aws-region";
import { regionPrefix } from "../../release/region-prefix";
import { askAws } from "../../shared/ask-aws";
import { clientSettings } from "../../shared/client-settings";
import { UsageError } from "../../shared/usage-error";
import { type Fault, SCENARIOS } from "../model/scenario";
import type { Observation, RegionStatus, Target } from "../model/target";
import type { EvacuationFault } from "./evacuation-fault";
import { latestValue } from "./latest-value";
import { ReplicationPause } from "./replication-pause";
import { serviceRequest } from "./service-request";
import { WriteDenial } from "./write-denial";

export interface AwsTargetOptions {
  readonly environment: Environment;
  /** The deployed regions, in the order of the configuration, and whether the shared name answers with them. */
  readonly regions: readonly Pick<RegionStatus, "name" | "url" | "routed">[];
  readonly sharedUrl: string;
  readonly tableName: string;
  readonly plan: readonly PlannedRegion[];
  readonly health: Pick<HealthReader, "read">;
  readonly evacuation: Pick<EvacuationFault, "set" | "isMarked">;
  /** Role with which FIS pauses replication. @default the scenario `replication` is refused */
  readonly fisRoleArn?: string;
}

/** Milliseconds between two observations. Route 53's API accepts five requests per second and account. */
const POLL_MS = 5_000;
/** Milliseconds for which a metric's value is used. CloudWatch has a new one every minute. */
const METRIC_MS = 30_000;
/** Minutes after which an age is unknown. */
const AGE_MINUTES = 10;
/** ID of a drill whose fault does not contain it. */
const UNKNOWN_ID = "unknown";
/** Attempts of the requests that cause and end faults. */
const MAX_ATTEMPTS = 5;

/** A deployed backend on AWS. */
export class AwsTarget implements Target {
  readonly kind = "aws";
  readonly speed = 1;
  readonly pollMs = POLL_MS;
  readonly sharedUrl: string;
  private readonly options: AwsTargetOptions;
  private age: { readonly at: number; readonly ms: number | undefined } = { at: 0, ms: undefined };

  constructor(options: AwsTargetOptions) {
    this.options = options;
    this.sharedUrl = options.sharedUrl;
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

  async prepare({ scenario, region }: Fault): Promise<void> {
    if (scenario === "writes") {
      await this.ask(() => this.denial(region).drills());
    }
    if (scenario === "replication") {
      if (this.options.fisRoleArn === undefined) {
        throw new UsageError(
          "--fis-role must be given for the scenario replication, got nothing; docs/active-active-drill.md describes the role",
        );
      }
      await this.ask(() => this.pause(region).drills());
    }
  }

  observe(): Promise<Observation> {
    return this.ask(async () => {
      const regions = await Promise.all(this.options.regions.map((region) => this.statusOf(region)));
      const alarms = await Promise.all(
        this.options.regions.map(({ name }) => awsRegion(name, this.prefix(name)).alarms()),
      );
      const ageMs = await this.oldestAge();
      return {
        at: Date.now(),
        regions,
        alarms: [...new Set(alarms.flatMap(({ ringing }) => ringing))].sort(),
        ...(ageMs === undefined ? {} : { ageMs }),
      };
    });
  }

  async fail({ scenario, region, id }: Fault): Promise<void> {
    await this.ask(async () => {
      if (scenario === "region") {
        await this.healthSwitch(region).turnOn(503);
      } else if (scenario === "evacuate") {
        await this.options.evacuation.set(region, true);
      } else if (scenario === "writes") {
        const roles = ["create-item", "health"].map((name) => `${this.prefix(region)}${name}`);
        await this.denial(region).add(id, roles, Date.now());
      } else {
        const arn = await this.denial(region).tableArn();
        await this.pause(region).start(id, arn, this.options.fisRoleArn ?? "");
      }
    });
  }

  async restore({ scenario, region, id }: Fault): Promise<void> {
    await this.ask(async () => {
      if (scenario === "region") {
        await this.healthSwitch(region).turnOff();
      } else if (scenario === "evacuate") {
        await this.options.evacuation.set(region, false);
      } else if (scenario === "writes") {
        await this.denial(region).remove();
      } else {
        await this.pause(region).stop(id);
      }
    });
  }

  async repeat({ scenario, region }: Fault, failing: boolean): Promise<void> {
    if (scenario === "evacuate") {
      await this.ask(() => this.options.evacuation.set(region, failing));
    }
  }

  async faults(): Promise<readonly Fault[]> {
    const found = await this.ask(() =>
      Promise.all(
        this.options.regions.map(async ({ name: region }) => {
          const ids = {
            region: (await this.healthSwitch(region).isOn()) ? [UNKNOWN_ID] : [],
            writes: await this.denial(region).drills(),
            replication: this.options.fisRoleArn === undefined ? [] : await this.pause(region).drills(),
            evacuate: (await this.options.evacuation.isMarked(region)) ? [UNKNOWN_ID] : [],
          };
          return SCENARIOS.flatMap((scenario) => ids[scenario].map((id) => ({ id, scenario, region })));
        }),
      ),
    );
    return found.flat();
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
      const { environment, regions } = this.options;
      const backend = `${environment.project}-${environment.name}-items`;
      const ages = await Promise.all(
        regions.map(({ name }) => {
          const dimensions = { Backend: backend, Region: name };
          return latestValue(name, { namespace: "Tierra/Items", name: "OldestHeartbeatAge", dimensions }, AGE_MINUTES);
        }),
      );
      const known = ages.filter((age) => age !== undefined);
      this.age = { at: now, ms: known.length === 0 ? undefined : Math.max(...known) };
    }
    return this.age.ms;
  }

  private healthSwitch(region: string): HealthSwitch {
    const client = new LambdaClient({ region, ...clientSettings({ maxAttempts: MAX_ATTEMPTS }) });
    return new HealthSwitch(client, `${this.prefix(region)}health`);
  }

  private denial(region: string): WriteDenial {
    const client = new DynamoDBClient({ region, ...clientSettings({ maxAttempts: MAX_ATTEMPTS }) });
    return new WriteDenial(client, this.options.tableName);
  }

  private pause(region: string): ReplicationPause {
    const { project, name } = this.options.environment;
    const pause = () => new Promise<void>((resolve) => void setTimeout(resolve, 2_000));
    return new ReplicationPause(serviceRequest("fis", region), `${project}-${name}-items`, pause);
  }

  private prefix(region: string): string {
    return regionPrefix(this.options.environment, region);
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return askAws(this.options.environment.accountId, question);
  }
}
