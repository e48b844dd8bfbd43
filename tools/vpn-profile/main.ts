import { EC2Client } from "@aws-sdk/client-ec2";
import { askAws } from "../shared/ask-aws";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { readClientCertificate } from "./client-certificate";
import { describeEndpoint } from "./endpoint";
import { environmentWithVpn } from "./environment";
import { profileOptions } from "./options";
import { makeProfile } from "./profile";
import { writePrivate } from "./write-private";

/** `npm run vpn:profile`: writes a user's OpenVPN profile for the deployed endpoint. See docs/aurora-api.md. */
async function main(): Promise<void> {
  const options = profileOptions(process.argv.slice(2));
  const environment = environmentWithVpn(configuredEnvironments(), options.environment);
  const certificate = readClientCertificate(options.certificate, options.key);
  const stack = `${environment.name}-aurora-api-vpn`;
  const ec2 = new EC2Client({ region: environment.region });
  const endpoint = await askAws(() => describeEndpoint(ec2, { Project: environment.project, Stack: stack }));
  write(options.output, makeProfile({ ...endpoint, ...certificate }));
  process.stdout.write(
    `${options.output}: ${endpoint.ranges.join(", ")} through the endpoint of ${stack}. The file contains a private key. Keep it secret.\n`,
  );
}

function write(file: string, text: string): void {
  try {
    writePrivate(file, text);
  } catch (error) {
    throw new UsageError(`--output must be a writable file, got "${file}" (${(error as Error).message})`);
  }
}

void runCommand(main);
