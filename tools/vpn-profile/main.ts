import { EC2Client } from "@aws-sdk/client-ec2";
import type { Environment } from "../../config/schema";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import { readClientCertificate } from "./client-certificate";
import { type DeployedEndpoint, describeEndpoint } from "./endpoint";
import { environmentWithVpn } from "./environment";
import { profileOptions } from "./options";
import { makeProfile } from "./profile";

/** `npm run vpn:profile`: writes a user's OpenVPN profile for the deployed endpoint. See docs/aurora-api.md. */
async function main(): Promise<void> {
  const options = profileOptions(process.argv.slice(2));
  const environment = environmentWithVpn(configuredEnvironments(), options.environment);
  const certificate = readClientCertificate(options.certificate, options.key);
  const stack = `${environment.name}-aurora-api-vpn`;
  const endpoint = await deployedEndpoint(environment, stack);
  write(options.output, makeProfile({ ...endpoint, ...certificate }));
  process.stdout.write(
    `${options.output}: ${endpoint.ranges.join(", ")} through the endpoint of ${stack}. The file contains a private key. Keep it secret.\n`,
  );
}

async function deployedEndpoint({ accountId, region, project }: Environment, stack: string): Promise<DeployedEndpoint> {
  await refuseOtherAccount(accountId, region);
  const ec2 = new EC2Client({ region, ...clientSettings() });
  return askAws(accountId, () => describeEndpoint(ec2, { Project: project, Stack: stack }));
}

function write(file: string, text: string): void {
  try {
    // Only its owner can read it, at any moment.
    writeWhole(file, text, { mode: 0o600 });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `--output must be a file that can be written, got ${JSON.stringify(file)} (${code ?? message})`,
      code === "ENOSPC" ? 2 : 1,
    );
  }
}

void runCommand(main);
