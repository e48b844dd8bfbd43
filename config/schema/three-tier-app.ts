import { z } from "zod";
import { SOURCE_RULES } from "../../modules/shared/application-source";
import { wholeNumber } from "./fields";

const loadBalancer = z
  .strictObject({
    /**
     * Who reaches the load balancer. `vpc-origin`: CloudFront alone, privately. `cloudfront-only`: internet-facing, with
     * ingress from CloudFront's addresses. `public`: everybody; the controls flag it.
     */
    exposure: z.enum(["vpc-origin", "cloudfront-only", "public"]).default("vpc-origin"),
    /** Follows from the exposure; say it only to have it checked. */
    scheme: z.enum(["internal", "internet-facing"]).optional(),
  })
  .superRefine(({ exposure, scheme }, context) => {
    const needed = exposure === "vpc-origin" ? "internal" : "internet-facing";
    if (scheme && scheme !== needed) {
      context.addIssue({
        code: "custom",
        path: ["scheme"],
        message: `must be "${needed}" when exposure is "${exposure}"; ${
          needed === "internal"
            ? "a CloudFront VPC origin needs an internal load balancer"
            : "CloudFront reaches it over the internet"
        }`,
      });
    }
  });

/** Text that hosts can be told. */
function ruled(by: keyof typeof SOURCE_RULES) {
  const { pattern, rule } = SOURCE_RULES[by];
  return z.string().regex(pattern, { error: `must ${rule}` });
}

const targetGroup = z.strictObject({
  /** Shallow by intent: a database outage must not end every host. */
  healthCheckPath: ruled("healthCheckPath").default("/"),
  healthCheckIntervalSeconds: wholeNumber(5, 300).default(15),
  healthyThreshold: wholeNumber(2, 10).default(2),
  unhealthyThreshold: wholeNumber(2, 10).default(3),
  /** Load-balancer cookie, seconds. */
  stickinessSeconds: wholeNumber(1, 604800).default(120),
  slowStartSeconds: wholeNumber(30, 900).default(30),
  deregistrationDelaySeconds: wholeNumber(0, 3600).default(60),
});

const capacity = z
  .strictObject({
    min: wholeNumber(0, 1000).default(2),
    desired: wholeNumber(0, 1000).default(4),
    max: wholeNumber(1, 1000).default(6),
  })
  .superRefine(({ min, desired, max }, context) => {
    if (min > desired) {
      context.addIssue({
        code: "custom",
        path: ["min"],
        message: `must be at most desired (${desired})`,
        params: { got: min },
      });
    }
    if (desired > max) {
      context.addIssue({
        code: "custom",
        path: ["desired"],
        message: `must be at most max (${max})`,
        params: { got: desired },
      });
    }
  });

const scaling = z.strictObject({
  /** Target of average CPU use, percent. */
  averageCpuPercent: wholeNumber(10, 90).default(50),
  /** Target of requests per instance and minute. */
  requestsPerTarget: wholeNumber(1, 1_000_000).default(1000),
  /** Seconds until a launched instance counts in the metrics. */
  warmupSeconds: wholeNumber(0, 3600).default(120),
  /** Seconds until the load balancer's verdict on a launched instance counts. Covers the boot script. */
  healthCheckGraceSeconds: wholeNumber(30, 3600).default(300),
  /**
   * Share of the group that a refresh keeps in service, rounded up: 90 % of fewer than ten hosts is all of them, and then Auto
   * Scaling replaces one at a time.
   */
  refreshMinHealthyPercent: wholeNumber(50, 100).default(90),
});

const NEWSREAD = {
  git: "https://github.com/Kelvinskell/terra-tier",
  ref: "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455",
};

/** Where the application's source comes from. Either is one exact version, never a moving branch. */
const source = z.union([
  z.strictObject({ git: ruled("gitUrl"), ref: ruled("gitRef") }),
  z.strictObject({
    s3: z.strictObject({ bucket: ruled("s3Bucket"), key: ruled("s3Key"), versionId: ruled("s3VersionId") }),
  }),
]);

const instanceType = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, { error: "must be an instance type, e.g. t3.xlarge" });

export const appSection = z.strictObject({
  instanceType: instanceType.default("t3.xlarge"),
  /** Root volume, gp3, GiB. The Amazon Linux 2023 image needs 8. */
  rootVolumeGiB: wholeNumber(8, 16384).default(30),
  source: source.default(NEWSREAD),
  /**
   * gunicorn's worker processes, of four threads each. Without it twice the vCPUs and one more. NewsRead needs 1: it keeps who has
   * logged in in a variable of the process.
   */
  workers: wholeNumber(1, 64).optional(),
  /** Whether hosts may open plain HTTP to the internet, besides HTTPS. NewsRead fetches its news that way. */
  outboundHttp: z.boolean().default(true),
  loadBalancer: loadBalancer.prefault({}),
  targetGroup: targetGroup.prefault({}),
  capacity: capacity.prefault({}),
  scaling: scaling.prefault({}),
  bastions: z
    .strictObject({
      /** 0 leaves them out: Session Manager opens a shell on the hosts too. */
      count: wholeNumber(0, 4).default(2),
      instanceType: instanceType.default("t3.micro"),
    })
    .prefault({}),
});
