import { z } from "zod";
import { instanceType } from "../fields/instance-types";
import { wholeNumber } from "../fields/values";

/** Number of instances or nodes. `ZoneWorkload` and `EksNodeGroup` in modules/hybrid have the defaults. */
const capacity = z
  .strictObject({ min: wholeNumber(0, 1000).optional(), max: wholeNumber(1, 1000).optional() })
  .superRefine(({ min, max }, context) => {
    if (min !== undefined && max !== undefined && min > max) {
      context.addIssue({ code: "custom", path: ["min"], message: `must be at most max (${max})` });
    }
  });

/** What every workload has. */
const MACHINES = {
  /** The zone must offer it: `aws ec2 describe-instance-type-offerings --location-type availability-zone`. */
  instanceType: instanceType.optional(),
  /**
   * Type of the root volume. All Local Zones have gp2, and some also have gp3.
   * https://aws.amazon.com/about-aws/global-infrastructure/localzones/features/
   */
  volumeType: z.enum(["gp2", "gp3"]).optional(),
  volumeGiB: wholeNumber(8, 16_384).optional(),
  capacity: capacity.optional(),
  /** TCP port that the site may connect to. */
  port: wholeNumber(1, 65_535).optional(),
};

/** An image with the application. */
const ownImage = z.strictObject({
  ami: z.string().regex(/^ami-[0-9a-f]{8,17}$/, { error: "must be an image, e.g. ami-0123456789abcdef0" }),
  /** Device name of the image's root volume. Another name would add a volume and leave the root volume unencrypted. */
  rootDevice: z
    .string()
    .regex(/^\/dev\/(xvd|sd)[a-z]\d?$/, {
      error: "must be the RootDeviceName in the output of `aws ec2 describe-images`, e.g. /dev/xvda",
    })
    .optional(),
});

const instances = z.strictObject({
  instances: z.strictObject({
    ...MACHINES,
    /** Image with the application. Without it, Amazon Linux 2023 with a sample server. */
    image: ownImage.optional(),
  }),
});

/** A managed node group of an existing cluster. The cluster's own subnets are `private-subnet-3`, because it is in the Region. */
const nodes = z.strictObject({
  eks: z.strictObject({
    ...MACHINES,
    /** Name of the cluster, in the same VPC. */
    cluster: z
      .string()
      .regex(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, { error: "must be the name of an EKS cluster, 1 to 100 characters" }),
    /** Security group that EKS created for the cluster and attaches to the nodes. */
    clusterSecurityGroupId: z
      .string()
      .regex(/^sg-[0-9a-f]{8,17}$/, { error: "must be a security group, e.g. sg-0123456789abcdef0" }),
  }),
});

/** What runs in private-subnet-1. */
export const workloadSection = z.union([instances, nodes]);
