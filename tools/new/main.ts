import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../config/schema";
import { configuredEnvironments } from "../shared/environment";
import { HelpRequest } from "../shared/help-request";
import { readOptions } from "../shared/options";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand, UsageError } from "../shared/usage-error";
import { answerMissing } from "./answers";
import { checkAgainstSchema } from "./check-against-schema";
import { environmentFile } from "./environment-file";
import { ARCHITECTURES, checkDistinct, environmentName, environmentRequest } from "./environment-request";
import { moduleFiles } from "./module-files";
import { moduleRequest } from "./module-request";
import type { NewFile } from "./new-file";
import { readResource } from "./provider-resource";
import { writeFiles } from "./write-files";

const COMMAND = "npm run new --";

const USAGE =
  `usage: ${COMMAND} module <room>/<name> --resource <type>, or ` +
  `${COMMAND} environment <name> [--account <id>] [--region <region>] [--architectures <list>]`;

/** `npm run new`: writes a module with its test, or an environment. */
async function main(): Promise<void> {
  const [kind, name, ...options] = process.argv.slice(2);
  if (process.argv.slice(2).some((argument) => argument === "--help" || argument === "-h")) {
    throw new HelpRequest(USAGE);
  }
  if (kind === "module") {
    await write(newModule(name, options));
    process.stdout.write("Next: complete the module and its test, then npm run check && npx jest test/modules\n");
  } else if (kind === "environment") {
    await write([await newEnvironment(name, options)]);
    process.stdout.write(
      `Next: check that your account has these zones, then npm run stacks.\n` +
        `npx jest test/addresses adds the addresses of the new stacks to the snapshot. Commit the snapshot with the environment.\n`,
    );
  } else {
    throw new UsageError(
      `the first argument must be module or environment, got ${kind === undefined ? "nothing" : JSON.stringify(kind)}; ${USAGE}`,
    );
  }
}

function newModule(name: string | undefined, args: readonly string[]): NewFile[] {
  // The name first: without it, the first option would be taken for the name.
  const request = moduleRequest(name);
  const { resource } = readOptions(args, `${COMMAND} module <room>/<name>`, {
    resource: { value: "<Terraform type, e.g. aws_sqs_queue>", required: true },
  });
  return moduleFiles(request, readResource(resource));
}

async function newEnvironment(name: string | undefined, args: readonly string[]): Promise<NewFile> {
  environmentName(name);
  const given = readOptions(args, `${COMMAND} environment <name>`, {
    account: { value: "<id of 12 digits>" },
    region: { value: "<region>" },
    architectures: { value: ARCHITECTURES.join(",") },
  });
  const environments = existingEnvironments();
  checkDistinct(
    environmentName(name),
    environments.map((environment) => environment.name),
  );
  const answers = await answerMissing(given, {
    account: "AWS account id, 12 digits",
    region: "home region, e.g. eu-west-1",
    architectures: `architectures, comma separated: ${ARCHITECTURES.join(", ")}`,
  });
  const file = environmentFile(environmentRequest(name, answers), environments);
  checkAgainstSchema(file);
  return file;
}

/** The first environment of a repository has no others. */
function existingEnvironments(): Environment[] {
  const files = readdirSync(join(REPOSITORY_ROOT, "config")).filter((file) => file.endsWith(".ts"));
  return files.length === 0 ? [] : configuredEnvironments();
}

async function write(files: readonly NewFile[]): Promise<void> {
  await writeFiles(files);
  for (const { path } of files) {
    process.stdout.write(`wrote ${path}\n`);
  }
}

void runCommand(main);
