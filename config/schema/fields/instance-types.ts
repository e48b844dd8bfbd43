import { z } from "zod";

const SIZE = "(nano|micro|small|medium|large|([2-9]|[1-9]\\d{1,2})?xlarge|metal(-\\d+xl)?)";

/**
 * EC2 instance type: family, generation, options and size (EC2 instance types guide, "Naming conventions"). `mac` instances run
 * macOS only.
 */
export const instanceType = z
  .string()
  .regex(new RegExp(`^(?!mac)(u-\\d+tb1|[a-z]+\\d+[a-z]*(-[a-z0-9]+)?)\\.${SIZE}$`), {
    error: "must be an instance type, e.g. t3.xlarge",
  });

/**
 * DB instance class of RDS for MySQL (RDS user guide, "DB instance class types"). The families determine the memory, which
 * `modules/database/connection-limits.ts` needs.
 */
export const instanceClass = z
  .string()
  .regex(
    /^db\.([mrt]\d+[a-z]{0,3}|c6gd|z1d|x1e?|x2(g|idn|iedn|iezn))\.(micro|small|medium|large|([2-9]|[1-9]\d)?xlarge)$/,
    {
      error: "must be an RDS class, e.g. db.m6g.large",
    },
  );
