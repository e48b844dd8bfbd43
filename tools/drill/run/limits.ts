/** The longest times of a drill, in milliseconds, and its other times. */
export interface Limits {
  /** Load before the fault. */
  readonly baseline: number;
  /** Time in which all requests must be answered by another region, until the drill believes in the switch. */
  readonly quiet: number;
  /** Load between the switch and the end of the fault. */
  readonly hold: number;
  /** Longest time from the fault to its detection, or until replication has stopped. */
  readonly detection: number;
  /** Longest time from the detection to the switch. */
  readonly switched: number;
  /** Longest time from the end of the fault to the recovery. */
  readonly recovery: number;
  /** Load after the recovery. */
  readonly tail: number;
  /** Longest time until every region has every acknowledged item. */
  readonly verification: number;
  /** Longest time to end the fault, with repetitions. */
  readonly restoration: number;
  /** Longest time until all regions are healthy after an earlier drill was ended. */
  readonly settle: number;
  /** Time in which resolvers forget the answers of an earlier drill. */
  readonly forget: number;
}

/**
 * Times by AWS's documentation, with a margin: an evacuation takes up to three minutes, FIS up to five minutes to stop replication,
 * a health check 30 s and a TTL 60 s.
 *
 * @param speed factor by which health checks and TTLs are faster than on AWS
 * @param holdSeconds seconds of the hold at a speed of 1
 */
export function limitsAt(speed: number, holdSeconds: number): Limits {
  const scaled = (seconds: number, least: number) => Math.max(seconds / speed, least) * 1_000;
  return {
    baseline: scaled(15, 5),
    quiet: scaled(10, 3),
    hold: scaled(holdSeconds, 3),
    detection: scaled(420, 60),
    switched: scaled(300, 60),
    recovery: scaled(420, 60),
    tail: scaled(10, 3),
    verification: 120_000,
    restoration: 180_000,
    settle: scaled(420, 60),
    forget: scaled(65, 1),
  };
}
