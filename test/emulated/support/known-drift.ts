import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import type { PlannedChange } from "./planned-change";

/** An attribute that differs because of the emulator, not because of a stack. */
interface KnownDrift {
  readonly type: string;
  readonly attribute: string;
  readonly reason: string;
}

const LIST = join(REPOSITORY_ROOT, "tools", "emulator", "known-drift.json");

/** Asserts that the changes are exactly those in the list of known differences. */
export function expectOnlyKnownDrift(changes: readonly PlannedChange[]): void {
  const known = JSON.parse(readFileSync(LIST, "utf8")) as KnownDrift[];
  const seen = new Set<KnownDrift>();
  const unknown = changes.flatMap((change) => {
    const attributes = change.attributes.filter((attribute) => {
      const entry = known.find((drift) => drift.type === change.type && drift.attribute === attribute);
      if (entry) {
        seen.add(entry);
      }
      return !entry;
    });
    return attributes.length > 0
      ? [`${change.stack} ${change.address} ${change.actions.join("/")}: ${attributes.join(", ")}`]
      : [];
  });
  expect(unknown).toEqual([]);
  // An unnecessary entry could hide a real difference later.
  expect(known.filter((drift) => !seen.has(drift))).toEqual([]);
}
