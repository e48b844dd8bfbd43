import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { Environment } from "../../../config/schema";
import { HealthSwitch } from "../../drill-health/health-switch";
import { regionPrefix } from "../../release/region-prefix";
import { askAws } from "../../shared/ask-aws";
import { clientSettings } from "../../shared/client-settings";
import { UsageError } from "../../shared/usage-error";
import { type Fault, SCENARIOS } from "../model/scenario";
import type { EvacuationFault } from "./evacuation-fault";
import { ReplicationPause } from "./replication-pause";
import { serviceRequest } from "./service-request";
import { WriteDenial } from "./write-denial";

export interface AwsFaultsOptions {
  readonly environment: Environment;
  /** The deployed regions. */
  readonly regions: readonly { readonly name: string }[];
  readonly tableName: string;
  readonly evacuation: Pick<EvacuationFault, "set" | "isMarked">;
  /** Role with which FIS pauses replication. @default the scenario `replication` is refused */
  readonly fisRoleArn?: string;
}

/** ID of a drill whose fault does not contain it. */
const UNKNOWN_ID = "unknown";
/** Attempts of the requests that cause and end faults. */
const MAX_ATTEMPTS = 5;
/** Between two looks at whether AWS has applied a request. */
const pause = () => wait(2_000);

/** Causes, ends and finds the faults of drills on AWS. */
export class AwsFaults {
  private readonly options: AwsFaultsOptions;

  constructor(options: AwsFaultsOptions) {
    this.options = options;
  }

  /**
   * Checks that the fault can be caused, before anything is changed.
   *
   * @throws UsageError without the role that `replication` needs
   */
  async prepare({ scenario, region }: Fault): Promise<void> {
    if (scenario === "writes") {
      await this.ask(() => this.denial(region).drills());
    }
    if (scenario === "replication") {
      this.fisRole();
      await this.ask(() => this.pause(region).drills());
    }
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
        await this.pause(region).start(id, arn, this.fisRole());
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

  /** Sends the data point of an evacuation again, because it applies for a limited time only. */
  async repeat({ scenario, region }: Fault, failing: boolean): Promise<void> {
    if (scenario === "evacuate") {
      await this.ask(() => this.options.evacuation.set(region, failing));
    }
  }

  /** Faults that drills have left, by their marks. */
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

  private healthSwitch(region: string): HealthSwitch {
    const client = new LambdaClient({ region, ...clientSettings({ maxAttempts: MAX_ATTEMPTS }) });
    return new HealthSwitch(client, `${this.prefix(region)}health`);
  }

  private denial(region: string): WriteDenial {
    const client = new DynamoDBClient({ region, ...clientSettings({ maxAttempts: MAX_ATTEMPTS }) });
    return new WriteDenial(client, this.options.tableName, pause);
  }

  private pause(region: string): ReplicationPause {
    const { project, name } = this.options.environment;
    return new ReplicationPause(serviceRequest("fis", region), `${project}-${name}-items`, pause);
  }

  private fisRole(): string {
    const { fisRoleArn } = this.options;
    if (fisRoleArn === undefined) {
      throw new UsageError(
        "--fis-role must be given for the scenario replication, got nothing; docs/active-active-drill.md describes the role",
      );
    }
    return fisRoleArn;
  }

  private prefix(region: string): string {
    return regionPrefix(this.options.environment, region);
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return askAws(this.options.environment.accountId, question);
  }
}
