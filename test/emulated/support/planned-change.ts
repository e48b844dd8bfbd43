/** One resource that a plan would change. */
export interface PlannedChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** Top-level attributes that differ. */
  readonly attributes: readonly string[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Record<string, unknown> | null;
      readonly after: Record<string, unknown> | null;
      readonly after_unknown: Record<string, unknown>;
    };
  }[];
}

/** The changes of a plan in the format of `terraform show -json`. */
export function plannedChanges(stack: string, json: string): PlannedChange[] {
  const plan = JSON.parse(json) as PlanJson;
  return (plan.resource_changes ?? [])
    .filter(({ change }) => !["no-op", "read"].includes(change.actions[0] ?? ""))
    .map(({ address, type, change }) => ({
      stack,
      address,
      type,
      actions: change.actions,
      attributes: differing(change.before ?? {}, change.after ?? {}, change.after_unknown),
    }));
}

function differing(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  unknown: Record<string, unknown>,
): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...keys]
    .filter((key) => unknown[key] === true || JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .sort();
}
