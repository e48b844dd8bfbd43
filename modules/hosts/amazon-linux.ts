/**
 * Graviton families carry a `g` as the first letter after their generation: `t4g`, `m7gd`, `c7gn`, `im4gn`; `a1` is the first.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
const GRAVITON = /^(a1|[a-z]+\d+g[a-z]*)\./;

/** True for an instance type with an arm64 processor. */
export function isGraviton(instanceType: string): boolean {
  return GRAVITON.test(instanceType);
}

/**
 * The newest Amazon Linux 2023 image for an instance type, as a launch template names it: by AWS's public parameter, which EC2
 * resolves at every launch. The template, and so a plan, stays the same when AWS publishes an image.
 * https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 */
export function amazonLinux2023(instanceType: string): string {
  const architecture = isGraviton(instanceType) ? "arm64" : "x86_64";
  return `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
}
