import { z } from "zod";
import { SOURCE_RULES } from "../../../modules/shared/application-source";
import { instanceType } from "../fields/instance-types";
import { wholeNumber } from "../fields/values";

/** Passed on to `ApplicationLoadBalancer`, which documents the defaults. */
const loadBalancer = z
  .strictObject({
    /**
     * Which clients reach the load balancer. `vpc-origin`: only CloudFront, through a VPC origin. `cloudfront-only`: only
     * CloudFront, over the internet. `public`: every client; security controls report it.
     */
    exposure: z.enum(["vpc-origin", "cloudfront-only", "public"]).optional(),
    /** The exposure determines the scheme. A scheme that contradicts the exposure is refused. @default by exposure */
    scheme: z.enum(["internal", "internet-facing"]).optional(),
  })
  .superRefine(({ exposure, scheme }, context) => {
    const needed = exposure === "vpc-origin" ? "internal" : "internet-facing";
    if (exposure && scheme && scheme !== needed) {
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

/** Text for the environment file of a host. */
function ruled(by: keyof typeof SOURCE_RULES) {
  const { pattern, rule } = SOURCE_RULES[by];
  return z.string().regex(pattern, { error: `must ${rule}` });
}

const SLOW_START = "must be 0, or a whole number from 30 to 900";

/** 0 turns slow start off (Elastic Load Balancing guide, "Target group attributes"). */
const slowStartSeconds = z
  .int({ error: SLOW_START })
  .refine((seconds) => seconds === 0 || (seconds >= 30 && seconds <= 900), { error: SLOW_START });

/** Passed on to `HttpTargetGroup`, which documents the fields and the defaults. */
const targetGroup = z.strictObject({
  healthCheckPath: ruled("healthCheckPath").optional(),
  healthCheckIntervalSeconds: wholeNumber(5, 300).optional(),
  healthyThreshold: wholeNumber(2, 10).optional(),
  unhealthyThreshold: wholeNumber(2, 10).optional(),
  stickinessSeconds: wholeNumber(1, 604800).optional(),
  slowStartSeconds: slowStartSeconds.optional(),
  deregistrationDelaySeconds: wholeNumber(0, 3600).optional(),
});

/** Passed on to `AutoScalingGroup`, which has the defaults and compares them with the values here. */
const capacity = z
  .strictObject({
    min: wholeNumber(0, 1000).optional(),
    desired: wholeNumber(0, 1000).optional(),
    max: wholeNumber(1, 1000).optional(),
  })
  .superRefine(({ min, desired, max }, context) => {
    if (min !== undefined && desired !== undefined && min > desired) {
      context.addIssue({
        code: "custom",
        path: ["min"],
        message: `must be at most desired (${desired})`,
        params: { got: min },
      });
    }
    if (desired !== undefined && max !== undefined && desired > max) {
      context.addIssue({
        code: "custom",
        path: ["desired"],
        message: `must be at most max (${max})`,
        params: { got: desired },
      });
    }
    if (desired === undefined && min !== undefined && max !== undefined && min > max) {
      context.addIssue({
        code: "custom",
        path: ["min"],
        message: `must be at most max (${max})`,
        params: { got: min },
      });
    }
  });

/** Passed on to `AutoScalingGroup`, which documents the fields and the defaults. */
const scaling = z.strictObject({
  averageCpuPercent: wholeNumber(10, 90).optional(),
  requestsPerTarget: wholeNumber(1, 1_000_000).optional(),
  warmupSeconds: wholeNumber(0, 3600).optional(),
  healthCheckGraceSeconds: wholeNumber(30, 3600).optional(),
  refreshMinHealthyPercent: wholeNumber(50, 100).optional(),
});

/** The default application of the architecture. */
const NEWSREAD = {
  source: {
    git: "https://github.com/Kelvinskell/terra-tier",
    ref: "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455",
  },
  outboundHttp: true,
};

/** Source of the application: one immutable version, never a branch. */
const source = z.union([
  z.strictObject({ git: ruled("gitUrl"), ref: ruled("gitRef") }),
  z.strictObject({
    s3: z.strictObject({ bucket: ruled("s3Bucket"), key: ruled("s3Key"), versionId: ruled("s3VersionId") }),
  }),
]);

/** Fields without a default here are passed on to `FlaskHosts` and `BastionGroup`, which document them and their defaults. */
export const appSection = z.strictObject({
  instanceType: instanceType.optional(),
  /** Root volume, gp3, GiB. The Amazon Linux 2023 image needs 8. */
  rootVolumeGiB: wholeNumber(8, 16384).optional(),
  /** @default NewsRead at one commit */
  source: source.default(NEWSREAD.source),
  /** gunicorn worker processes, of four threads each. NewsRead needs 1: it keeps logged-in users in a variable of the process. */
  workers: wholeNumber(1, 64).optional(),
  /** Whether hosts may open HTTP connections to the internet, in addition to HTTPS. @default true, because NewsRead needs it */
  outboundHttp: z.boolean().default(NEWSREAD.outboundHttp),
  loadBalancer: loadBalancer.optional(),
  targetGroup: targetGroup.optional(),
  capacity: capacity.optional(),
  scaling: scaling.optional(),
  bastions: z
    .strictObject({
      /** 0: no bastions. Session Manager also opens shells on the hosts. */
      count: wholeNumber(0, 4).optional(),
      instanceType: instanceType.optional(),
    })
    .optional(),
});
