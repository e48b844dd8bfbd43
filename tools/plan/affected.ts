import { isDeepStrictEqual } from "node:util";
import type { TerraformConfiguration } from "../shared/synthesize";

/** The parts of a synthesized stack that the comparison needs. */
export interface ComparedStack {
  readonly id: string;
  /** Stacks whose outputs this one reads. */
  readonly dependencies: readonly string[];
  readonly configuration: TerraformConfiguration;
}

/** A stack whose plan may differ from the one before the change. */
export interface AffectedStack {
  readonly id: string;
  /** `new`: only in head. `changed`: another configuration. `dependent`: the same, but it reads outputs of an affected one. */
  readonly reason: "new" | "changed" | "dependent";
  /** Affected stacks that this one reads outputs of. */
  readonly reads: readonly string[];
}

export interface Comparison {
  /** By id. */
  readonly affected: readonly AffectedStack[];
  /** Ids of stacks that only base has. Their resources remain until a user destroys them. */
  readonly deleted: readonly string[];
}

/** The stacks that a change affects: new stacks, stacks with another configuration, and all stacks that depend on them. */
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

/** Repeated until no stack is added, because dependencies form chains. */
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

/** CDKTF keeps its own version and construct paths under `//`: Terraform reads none of it. */
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
