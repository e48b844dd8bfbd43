import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configuredEnvironments } from "../shared/environment";
import { readOptions } from "../shared/options";
import { runProgram } from "../shared/program";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand, UsageError } from "../shared/usage-error";
import { answerMissing } from "./answers";
import { environmentFile } from "./environment-file";
import { ARCHITECTURES, environmentName, environmentRequest } from "./environment-request";
import { moduleFiles } from "./module-files";
import { moduleRequest } from "./module-request";
import type { NewFile } from "./new-file";
import { readResource } from "./provider-resource";

const COMMAND = "npm run new --";

const USAGE =
  `usage: ${COMMAND} module <room>/<name> --resource <type>, or ` +
  `${COMMAND} environment <name> [--account <id>] [--region <region>] [--architectures <list>]`;

/** `npm run new`: writes a module with its test, or an environment. */
async function main(): Promise<void> {
  const [kind, name, ...options] = process.argv.slice(2);
  if (kind === "module") {
    await write(newModule(name, options));
    process.stdout.write("Next: complete the module and its test, then npm run check && npx jest test/modules\n");
  } else if (kind === "environment") {
    await write([await newEnvironment(name, options)]);
    process.stdout.write(
      `Next: check that your account has these zones, then npm start.\n` +
        `npx jest test/addresses adds the addresses of the new stacks to the snapshot. Commit the snapshot with the environment.\n`,
    );
  } else {
    throw new UsageError(
      `the first argument must be module or environment, got ${kind ? `"${kind}"` : "nothing"}; ${USAGE}`,
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
  const environments = configuredEnvironments({ canBeNone: true });
  const answers = await answerMissing(given, {
    account: "AWS account id, 12 digits",
    region: "home region, e.g. eu-west-1",
    architectures: `architectures, comma separated: ${ARCHITECTURES.join(", ")}`,
  });
  return environmentFile(environmentRequest(name, answers), environments);
}

/** Writes all files. An existing file stops the command before it writes the first. */
async function write(files: readonly NewFile[]): Promise<void> {
  for (const { path } of files) {
    if (existsSync(join(REPOSITORY_ROOT, path))) {
      throw new UsageError(`${path} must not exist; choose another name or remove the file`);
    }
  }
  for (const { path, text } of files) {
    mkdirSync(dirname(join(REPOSITORY_ROOT, path)), { recursive: true });
    writeFileSync(join(REPOSITORY_ROOT, path), text, { flag: "wx" });
    process.stdout.write(`wrote ${path}\n`);
  }
  // The formatter wraps lines that a long name makes too long.
  const biome = join(REPOSITORY_ROOT, "node_modules", "@biomejs", "biome", "bin", "biome");
  const paths = files.map(({ path }) => path);
  const { code, stderr } = await runProgram(process.execPath, [biome, "check", "--write", ...paths], {
    cwd: REPOSITORY_ROOT,
  });
  if (code !== 0) {
    throw new UsageError(`${paths.join(", ")} must pass the linter, got: ${stderr.trim()}`);
  }
}

void runCommand(main);
