import type { z } from "zod";

/** Reports that the field at a path must follow a rule: `must <rule>` or `must <rule>; <remedy>`. */
export type Fail = (path: readonly (string | number)[], message: string, reported?: Reported) => void;

/** A value that the report shows in place of the field's. */
interface Reported {
  readonly got: unknown;
}

/** Reports problems to zod. */
export function failing(context: z.RefinementCtx): Fail {
  return (path, message, reported) =>
    context.addIssue({ code: "custom", path: [...path], message, ...(reported ? { params: { ...reported } } : {}) });
}
