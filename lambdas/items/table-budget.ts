import type { TableBudget } from "../shared/dynamodb";

/**
 * Reads and writes of items: at most 3 s for one call of the table, so that the five calls that a contended overwrite
 * can take end at 15 s, well inside API Gateway's 29 s.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const TABLE_BUDGET: TableBudget = { connectMs: 500, attemptMs: 1_000, attempts: 3, totalMs: 3_000 };

/**
 * The health probe: a checker of Route 53 waits 2 s for an answer, and this one is to come in 1 s. Two attempts, since
 * a connection kept alive over a pause of the execution environment fails the first.
 */
export const PROBE_BUDGET: TableBudget = { connectMs: 300, attemptMs: 400, attempts: 2, totalMs: 900 };
