import { isDeepStrictEqual } from "node:util";
import type { TerraformConfiguration } from "../shared/synthesize";

/** The parts of a synthesized stack that are compared. */
export interface ComparedStack {
  readonly id: string;
  /** IDs of the stacks whose outputs this stack reads. */
  readonly dependencies: readonly string[];
  readonly configuration: TerraformConfiguration;
}

/** A stack whose plan can differ from the plan before the change. */
export interface AffectedStack {
  readonly id: string;
  /** `new`: only in head. `changed`: different configuration. `dependent`: same configuration, reads outputs of an affected stack. */
  readonly reason: "new" | "changed" | "dependent";
  /** IDs of affected stacks whose outputs this stack reads. */
  readonly reads: readonly string[];
}

export interface Comparison {
  /** Affected stacks, sorted by ID. */
  readonly affected: readonly AffectedStack[];
  /** Ids of stacks that exist only in the base. Their resources remain until the stack is destroyed. */
  readonly deleted: readonly string[];
}

/** Compares the stacks before and after a change. Affected are new and changed stacks, and all stacks that depend on them. */
export function compareStacks(base: readonly ComparedStack[], head: readonly ComparedStack[]): Comparison {
  const before = new Map(base.map((stack) => [stack.id, stack]));
  const reasons = new Map<string, AffectedStack["reason"]>();
  for (const stack of head) {
    const reason = reasonOf(before.get(stack.id), stack);
    if (reason) {
      reasons.set(stack.id, reason);
    }
  }
  addDependents(head, reasons);
  const ids = new Set(head.map(({ id }) => id));
  return {
    affected: head
      .flatMap(({ id, dependencies }) => {
        const reason = reasons.get(id);
        return reason ? [{ id, reason, reads: dependencies.filter((other) => reasons.has(other)).sort() }] : [];
      })
      .sort((one, other) => one.id.localeCompare(other.id, "en")),
    deleted: base
      .map(({ id }) => id)
      .filter((id) => !ids.has(id))
      .sort(),
  };
}

function reasonOf(before: ComparedStack | undefined, after: ComparedStack): "new" | "changed" | undefined {
  if (!before) {
    return "new";
  }
  const same = isDeepStrictEqual(withoutMetadata(before.configuration), withoutMetadata(after.configuration));
  return same ? undefined : "changed";
}

/** Adds direct and indirect dependents of affected stacks. Repeats until no stack is added. */
function addDependents(stacks: readonly ComparedStack[], reasons: Map<string, AffectedStack["reason"]>): void {
  const next = stacks.filter(
    ({ id, dependencies }) => !reasons.has(id) && dependencies.some((other) => reasons.has(other)),
  );
  for (const { id } of next) {
    reasons.set(id, "dependent");
  }
  if (next.length > 0) {
    addDependents(stacks, reasons);
  }
}

/** Removes CDKTF's metadata below `//`, which Terraform does not read. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutMetadata);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutMetadata(inner)]));
}
