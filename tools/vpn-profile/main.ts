import { EC2Client } from "@aws-sdk/client-ec2";
import { ConfigurationError, type Environment, loadEnvironments } from "../../config/schema";
import { runCommand, UsageError } from "../shared/usage-error";
import { readClientCertificate } from "./client-certificate";
import { describeEndpoint } from "./endpoint";
import { parseProfileOptions } from "./options";
import { makeProfile } from "./profile";
import { writePrivate } from "./write-private";

/** `npm run vpn:profile`: writes a user's OpenVPN profile for the deployed endpoint. See docs/aurora-api.md. */
async function main(): Promise<void> {
  const environments = environmentsWithVpn();
  const options = parseProfileOptions(
    process.argv.slice(2),
    environments.map(({ name }) => name),
  );
  const environment = environments.find(({ name }) => name === options.environment) as Environment;
  if (environment.auroraApi?.vpn?.authentication.type === "saml") {
    throw new UsageError(
      "auroraApi.vpn.authentication must be by certificate; with SAML, the AWS provided client needs no profile",
    );
  }
  const certificate = readClientCertificate(options.certificate, options.key);
  const stack = `${environment.name}-aurora-api-vpn`;
  const ec2 = new EC2Client({ region: environment.region });
  const endpoint = await ask(() => describeEndpoint(ec2, { Project: environment.project, Stack: stack }));
  write(options.output, makeProfile({ ...endpoint, ...certificate }));
  process.stdout.write(
    `${options.output}: ${endpoint.ranges.join(", ")} through the endpoint of ${stack}. The file contains a private key. Keep it secret.\n`,
  );
}

function environmentsWithVpn(): Environment[] {
  try {
    return loadEnvironments().filter(({ auroraApi }) => auroraApi?.vpn);
  } catch (error) {
    throw error instanceof ConfigurationError ? new UsageError(error.message, 1) : error;
  }
}

/** Reports errors of AWS in one line, such as missing, expired or insufficient credentials. */
async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { name, message } = error as Error;
    throw new UsageError(`AWS must answer, got ${name}: ${message}; sign in to the environment's account`, 1);
  }
}

function write(file: string, text: string): void {
  try {
    writePrivate(file, text);
  } catch (error) {
    throw new UsageError(`--output must be a writable file, got "${file}" (${(error as Error).message})`, 1);
  }
}

void runCommand(main);
