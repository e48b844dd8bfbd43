import { requirement } from "../../shared/errors";

/** Memory of one `large` of a family, by the family's first letter, GiB. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html */
const LARGE_GIB: Readonly<Record<string, number>> = { m: 8, r: 16, t: 8 };
/** What the smaller sizes are to `large`. Only burstable families have them. */
const SMALLER: Readonly<Record<string, number>> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1 };

/** `DBInstanceClassMemory/12582880`, the default of MySQL's `max_connections` in RDS (RDS user guide, "Maximum number of database connections"). */
const BYTES_PER_CONNECTION = 12_582_880;

/**
 * How many connections RDS for MySQL allows on an instance class, before it takes off the memory of its own processes.
 *
 * @throws Error for a class whose memory does not follow from its name
 */
export function connectionLimit(instanceClass: string): number {
  const [, family = "", size = ""] = /^db\.([a-z])\d[a-z0-9]*\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
  const large = LARGE_GIB[family];
  const factor = sizeFactor(size);
  if (large === undefined || factor === undefined) {
    throw new Error(
      requirement("instanceClass", "be of a t, m or r family", instanceClass, "add the family's memory to LARGE_GIB"),
    );
  }
  return Math.floor((large * factor * 1024 ** 3) / BYTES_PER_CONNECTION);
}

/** `large` is 1, `xlarge` 2, `4xlarge` 8. */
function sizeFactor(size: string): number | undefined {
  const [, count] = /^(\d*)xlarge$/.exec(size) ?? [];
  return count === undefined ? SMALLER[size] : 2 * Number(count || 1);
}
