import type { TimelineEvent } from "../control/runtime-state";
import { type CheckInputs, CheckTree } from "../route53/check-tree";
import type { HealthCheck, Zone } from "../route53/zone";

export interface ZoneHealthOptions {
  readonly inputs: CheckInputs;
  /** Reason of the latest result of an endpoint check, e.g. `HTTP status code 503`. */
  readonly observation: (check: string) => string;
  /** Called for each check that changes. */
  readonly onEvent: (event: Omit<TimelineEvent, "at">) => void;
}

/** Evaluates all checks of a zone and reports changes. */
export class ZoneHealth {
  private readonly options: ZoneHealthOptions;
  private checks: readonly HealthCheck[] = [];
  private tree = new CheckTree([]);
  private health: ReadonlyMap<string, boolean> = new Map();
  private someHealthy = true;
  private recordChecks: readonly string[] = [];

  constructor(options: ZoneHealthOptions) {
    this.options = options;
  }

  /** @param tree the zone's checks */
  watch({ checks, records }: Zone, tree: CheckTree): void {
    this.tree = tree;
    this.checks = checks;
    this.recordChecks = records.flatMap(({ healthCheck }) => (healthCheck === undefined ? [] : [healthCheck]));
    // A new check is not a change.
    const now = this.tree.evaluate(this.options.inputs);
    this.health = new Map([...now].map(([id, healthy]) => [id, this.health.get(id) ?? healthy]));
    this.refresh();
  }

  /** Whether a check is healthy. Unknown checks are not. */
  isHealthy(check: string): boolean {
    return this.health.get(check) ?? false;
  }

  /** Evaluates the checks again. */
  refresh(): void {
    const before = this.health;
    this.health = this.tree.evaluate(this.options.inputs);
    for (const check of this.checks) {
      const healthy = this.isHealthy(check.id);
      if (before.get(check.id) !== healthy) {
        this.options.onEvent({ kind: "health", ...this.describe(check, healthy) });
      }
    }
    this.reportNoneHealthy();
  }

  private describe(check: HealthCheck, healthy: boolean): { readonly region?: string; readonly text: string } {
    switch (check.type) {
      case "endpoint": {
        const reports = this.options.inputs.reports(check.id);
        const count = `${reports.filter(Boolean).length} of ${reports.length} checkers report healthy`;
        const reason = healthy ? "" : `, the latest result is: ${this.options.observation(check.id)}`;
        return { region: check.region, text: `the endpoint is ${word(healthy)}: ${count}${reason}` };
      }
      case "calculated": {
        const region = this.checks.find(({ id, type }) => type === "endpoint" && check.children.includes(id));
        return {
          ...(region?.type === "endpoint" ? { region: region.region } : {}),
          text: `the check of the region's records is ${word(healthy)}`,
        };
      }
      default: {
        const source = check.type === "alarm" ? `the alarm in ${check.alarmRegion}` : "the routing control";
        return {
          region: check.region,
          text: `the region is ${healthy ? "not evacuated any more" : "evacuated"}, by ${source}`,
        };
      }
    }
  }

  private reportNoneHealthy(): void {
    const some = this.recordChecks.length === 0 || this.recordChecks.some((check) => this.isHealthy(check));
    if (!some && this.someHealthy) {
      this.options.onEvent({ kind: "health", text: "no region is healthy; Route 53 answers as if all were" });
    }
    this.someHealthy = some;
  }
}

function word(healthy: boolean): string {
  return healthy ? "healthy" : "unhealthy";
}
