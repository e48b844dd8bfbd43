import { z } from "zod";
import type { FileState, MigrationResult } from "../../lambdas/database-migrations/event";
import { UsageError } from "../shared/usage-error";

const STATES = ["unchanged", "applied", "planned"] as const satisfies readonly FileState[];

/** Names and first words of statements contain no characters that a terminal interprets. */
const name = z.string().regex(/^[\w.-]+$/);
const words = z.string().regex(/^[A-Z ]+$/);

const result = z.object({
  plan: z.boolean(),
  databases: z.array(
    z.object({
      database: name,
      files: z.array(
        z.object({
          file: name,
          state: z.enum(STATES),
          statements: z.number(),
          from: z.number().optional(),
          kinds: z.array(words).optional(),
        }),
      ),
    }),
  ),
});

/**
 * The answer of the function.
 *
 * @throws UsageError when it is another one, e.g. of an emulated AWS, which runs no code
 */
export function migrationResult(payload: string): MigrationResult {
  try {
    return result.parse(JSON.parse(payload)) as MigrationResult;
  } catch {
    throw new UsageError(
      `the function must answer with its databases, got ${payload.slice(0, 80).replace(/\s+/g, " ")}; deploy the schema stack of this checkout`,
    );
  }
}
