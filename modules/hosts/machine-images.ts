/**
 * Graviton families have a `g` as the first letter after their generation: `t4g`, `m7gd`, `c7gn`, `im4gn`. `a1` is the first one.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
const GRAVITON = /^(a1|[a-z]+\d+g[a-z]*)\./;

/**
 * The latest Amazon Linux 2023 image for an instance type, as a launch template names it.
 *
 * The value is AWS's public parameter, which EC2 resolves at every launch. The launch template and the plan therefore do not
 * change when AWS publishes an image.
 * https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
 */
export function amazonLinux2023(instanceType: string): string {
  const architecture = isGraviton(instanceType) ? "arm64" : "x86_64";
  return `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;
}

/**
 * The latest Debian 12 image for an instance type: Debian's public parameter, which EC2 resolves at every launch.
 * https://wiki.debian.org/Cloud/AmazonEC2Image/Bookworm
 */
export function debian12(instanceType: string): string {
  const architecture = isGraviton(instanceType) ? "arm64" : "amd64";
  return `resolve:ssm:/aws/service/debian/release/12/latest/${architecture}`;
}

/** Whether an instance type has a Graviton processor, of the architecture arm64. */
export function isGraviton(instanceType: string): boolean {
  return GRAVITON.test(instanceType);
}
