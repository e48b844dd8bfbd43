import type { TableBudget } from "../shared/dynamodb";

/**
 * Timeouts for items: at most 3 s for one call of the table. API Gateway waits at most 29 s.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const TABLE_BUDGET: TableBudget = { connectMs: 500, attemptMs: 1_000, attempts: 3, totalMs: 3_000 };

/**
 * Milliseconds in which attempts at a contended overwrite can begin. The last one needs two more calls of the table, so that the answer
 * comes after at most 12 s.
 */
export const CONTENTION_MS = 6_000;

/**
 * Timeouts for the health probe: Route 53's checkers wait 2 s for an answer, and the target is 1 s. There are two attempts, because
 * the first one fails if the connection was closed while the execution environment was frozen.
 */
export const PROBE_BUDGET: TableBudget = { connectMs: 300, attemptMs: 400, attempts: 2, totalMs: 900 };
