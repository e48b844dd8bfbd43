import { isGraviton } from "./amazon-linux";

/**
 * The newest Debian 12 image for an instance type, by Debian's public parameter, which EC2 resolves at every launch.
 * https://wiki.debian.org/Cloud/AmazonEC2Image/Bookworm
 */
export function debian12(instanceType: string): string {
  const architecture = isGraviton(instanceType) ? "arm64" : "amd64";
  return `resolve:ssm:/aws/service/debian/release/12/latest/${architecture}`;
}
