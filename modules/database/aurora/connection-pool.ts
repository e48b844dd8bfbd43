import { ensure } from "../../shared/errors";
import { BORROW_SECONDS } from "../../shared/request-times";

/** How RDS Proxy manages connections. */
export interface ConnectionPool {
  /** Seconds until an idle client is disconnected, 1 to 28,800 (RDS Proxy, quotas). @default 1800 */
  readonly idleClientTimeoutSeconds?: number | undefined;
  /**
   * Seconds that a client waits for a connection, 1 to 300. During a failover, the proxy holds clients for as long.
   * @default 120
   */
  readonly borrowTimeoutSeconds?: number | undefined;
  /** Connections of the proxy, in percent of the cluster's `max_connections`. @default 100 */
  readonly maxConnectionsPercent?: number | undefined;
  /** Idle connections that the proxy keeps open, in percent of `max_connections`. @default 50 */
  readonly maxIdleConnectionsPercent?: number | undefined;
  /** Statements that do not pin a client to one connection. RDS supports one filter. @default ["EXCLUDE_VARIABLE_SETS"] */
  readonly sessionPinningFilters?: readonly string[] | undefined;
}

/**
 * A connection pool with its defaults.
 *
 * @throws Error when the pool keeps more idle connections than it may have
 */
export function connectionPool(props: ConnectionPool) {
  const { idleClientTimeoutSeconds = 1800, borrowTimeoutSeconds = BORROW_SECONDS } = props;
  const { maxConnectionsPercent = 100, maxIdleConnectionsPercent = 50 } = props;
  const { sessionPinningFilters = ["EXCLUDE_VARIABLE_SETS"] } = props;
  ensure(
    maxIdleConnectionsPercent <= maxConnectionsPercent,
    "maxIdleConnectionsPercent",
    `be at most maxConnectionsPercent (${maxConnectionsPercent})`,
    maxIdleConnectionsPercent,
  );
  return {
    idleClientTimeoutSeconds,
    borrowTimeoutSeconds,
    maxConnectionsPercent,
    maxIdleConnectionsPercent,
    sessionPinningFilters,
  };
}
