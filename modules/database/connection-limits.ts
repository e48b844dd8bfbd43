import { RequirementError } from "../shared/errors";

/**
 * Memory of the size `large`, in GiB, by the instance family or its first letter. Families without this size have the value that
 * follows from their larger sizes.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
const LARGE_GIB: Readonly<Record<string, number>> = {
  ...{ c: 4, m: 8, r: 16, t: 8, z: 16 },
  ...{ x1: 30.5, x1e: 61, x2g: 32, x2idn: 32, x2iedn: 64, x2iezn: 64 },
};
/** Memory of the smaller sizes relative to `large`. Only burstable families have them. */
const SMALLER: Readonly<Record<string, number>> = { micro: 1 / 8, small: 1 / 4, medium: 1 / 2, large: 1 };

/**
 * RDS sets MySQL's `max_connections` to `DBInstanceClassMemory/12582880` by default (RDS user guide, "Maximum number of
 * database connections").
 */
const BYTES_PER_CONNECTION = 12_582_880;

/**
 * `max_connections` of Aurora MySQL Serverless v2, by the maximum capacity in ACU from which it applies (Aurora user
 * guide, "Maximum connections for Aurora Serverless v2").
 */
const AURORA_LIMITS: readonly (readonly [number, number])[] = [
  [1, 90],
  [4, 135],
  [8, 1000],
  [16, 2000],
  [32, 3000],
  [64, 4000],
  [128, 5000],
  [192, 6000],
];

/**
 * Connections that RDS for MySQL allows on an instance class. The real limit is some percent lower, because RDS first
 * subtracts the memory of its own processes.
 *
 * @throws Error for a class whose memory does not follow from its name
 */
export function mysqlConnectionLimit(instanceClass: string): number {
  const [, family = "", size = ""] = /^db\.([a-z]\d[a-z0-9]*)\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
  const large = LARGE_GIB[family] ?? LARGE_GIB[family.charAt(0)];
  const factor = sizeFactor(size);
  if (large === undefined || factor === undefined) {
    throw new RequirementError(
      "instanceClass",
      "be of a known family",
      instanceClass,
      "add the family's memory to LARGE_GIB",
    );
  }
  return Math.floor((large * factor * 1024 ** 3) / BYTES_PER_CONNECTION);
}

/**
 * Connections that Aurora MySQL Serverless v2 allows.
 *
 * @param maxAcu maximum capacity of each instance, at least 1
 */
export function auroraConnectionLimit(maxAcu: number): number {
  const reached = AURORA_LIMITS.filter(([acu]) => acu <= maxAcu).at(-1);
  if (!reached) {
    throw new RequirementError("maxAcu", "be at least 1", maxAcu);
  }
  return reached[1];
}

/** `large` is 1, `xlarge` 2, `4xlarge` 8. Undefined for an unknown size. */
function sizeFactor(size: string): number | undefined {
  const [, count] = /^(\d*)xlarge$/.exec(size) ?? [];
  return count === undefined ? SMALLER[size] : 2 * Number(count || 1);
}
