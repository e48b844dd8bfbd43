import { EC2Client } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Environment } from "../../config/schema";
import { awsProblem } from "../shared/aws-problem";
import { configuredEnvironments } from "../shared/environment";
import { runCommand, UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import { readClientCertificate } from "./client-certificate";
import { type DeployedEndpoint, describeEndpoint } from "./endpoint";
import { environmentWithVpn } from "./environment";
import { profileOptions } from "./options";
import { makeProfile } from "./profile";

/** Time limits of a request, in milliseconds. Without them, the SDK waits for a machine that does not answer. */
const LIMITS = { connectionTimeout: 5_000, requestTimeout: 30_000 };

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
  const settings = { region, requestHandler: LIMITS };
  try {
    // In another account, the endpoint would only seem not to be deployed.
    const { Account } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
    if (Account !== accountId) {
      throw new UsageError(
        `the AWS credentials must be those of account ${accountId}, got ${Account}; choose another profile, or correct accountId in config/`,
        2,
      );
    }
    return await describeEndpoint(new EC2Client(settings), { Project: project, Stack: stack });
  } catch (error) {
    throw awsProblem(error, accountId);
  }
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
