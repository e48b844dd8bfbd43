import { z } from "zod";
import type { FileState, MigrationResult } from "../../lambdas/database-migrations/event";
import { UsageError } from "../shared/usage-error";

const STATES = ["unchanged", "applied", "planned"] as const satisfies readonly FileState[];

const result = z.object({
  plan: z.boolean(),
  databases: z.array(
    z.object({
      database: z.string(),
      files: z.array(
        z.object({
          file: z.string(),
          state: z.enum(STATES),
          statements: z.number(),
          from: z.number().optional(),
          kinds: z.array(z.string()).optional(),
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
      `the function must answer with its databases, got ${payload.slice(0, 80)}; deploy the schema stack of this checkout`,
    );
  }
}
