import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Environment, loadEnvironments } from "../../../config/schema";
import { inParallel } from "../../../tools/shared/in-parallel";
import { type RunResult, runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT, SCRATCH, SYNTHESIZED } from "../../../tools/shared/repository";
import { readConfiguration, readStacks, type SynthesizedStack } from "../../../tools/shared/synthesize";
import { TerraformCli } from "../../../tools/terraform/cli";
import { applyProgress } from "./apply-progress";
import { type AwsClients, awsClients } from "./aws";
import { type PlannedChange, plannedChanges } from "./planned-change";

/**
 * Time limit for one command, in seconds. If the emulator lacks a feature, an apply can hang without an error. The longest
 * command takes 240 s on an idle machine.
 */
const TIME_LIMIT = 1_800;

/** Plan file in a stack's folder, written by {@link Deployment.changes}. */
export const SECOND_PLAN = "second.tfplan";

/** Folder of an environment's state before it is in its bucket. Not the user's folder, which can contain an unfinished bootstrap. */
export function bootstrapFolder({ name }: Environment): string {
  return join(SCRATCH, "emulated", `${name}-state`);
}

/** One architecture of one environment, deployed with the same commands that users run. */
export class Deployment {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
  private readonly terraform: TerraformCli;
  private readonly architecture: string;
  private readonly url: string;

  private readonly folder: string;

  private constructor(
    terraform: TerraformCli,
    environment: Environment,
    architecture: string,
    url: string,
    folder = SYNTHESIZED,
  ) {
    this.terraform = terraform;
    this.environment = environment;
    this.architecture = architecture;
    this.url = url;
    this.folder = folder;
    const name = `${environment.name}-${architecture}`;
    const all = readStacks(folder);
    const own = all.filter(({ id }) => id === name || id.startsWith(`${name}-`));
    const needed = own.flatMap(({ dependencies }) => dependencies);
    this.stacks = all.filter((stack) => own.includes(stack) || needed.includes(stack.id));
  }

  /** @param url URL of the emulated AWS. The stacks must be synthesized. */
  static async of(environmentName: string, architecture: string, url: string): Promise<Deployment> {
    const environment = loadEnvironments().find(({ name }) => name === environmentName);
    if (!environment) {
      throw new Error(`no environment ${environmentName}`);
    }
    return new Deployment(await TerraformCli.find(), environment, architecture, url);
  }

  /** The same deployment with a changed configuration, which is synthesized in another folder. */
  in(folder: string, environment: Environment): Deployment {
    return new Deployment(this.terraform, environment, this.architecture, this.url, folder);
  }

  /** Environment variables of the commands. In the emulator, an access key ID of 12 digits is the account ID. */
  credentials(accountId = this.environment.accountId): Record<string, string> {
    return {
      ...this.terraform.environment,
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: accountId,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: this.environment.region,
      AWS_MAX_ATTEMPTS: "1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }

  /** The AWS SDK's clients for the environment's account, by default in its region. */
  clients(region = this.environment.region): AwsClients {
    return awsClients(this.url, this.environment.accountId, region);
  }

  /** All regions of the stacks' providers. */
  get regions(): string[] {
    const providers = this.stacks.flatMap((stack) => {
      const { aws = [] } = readConfiguration(stack).provider as { aws?: { region: string }[] };
      return aws;
    });
    return [...new Set(providers.map(({ region }) => region))].sort();
  }

  /** Runs `npm run state:bootstrap` with separate folders for the synthesis and the local state. */
  bootstrapState(): Promise<RunResult> {
    const { name } = this.environment;
    const folder = bootstrapFolder(this.environment);
    mkdirSync(folder, { recursive: true });
    const args = ["run", "--silent", "state:bootstrap", "--", "--environment", name, "--state-folder", folder];
    return this.succeed("bootstrap the state", "npm", args, { CDKTF_OUTDIR: join(folder, "cdktf.out") });
  }

  deploy(): Promise<RunResult> {
    return this.cdktf("deploy", ["--skip-provider-lock"]);
  }

  /** Runs `npx cdktf deploy` for some stacks only, e.g. `["dev-state"]`. */
  deployOnly(args: readonly string[]): Promise<RunResult> {
    return this.run("deploy", [...args, "--skip-provider-lock"]);
  }

  destroy(): Promise<RunResult> {
    return this.cdktf("destroy", ["--skip-provider-lock"]);
  }

  /** Prepares the folder of a stack for Terraform, unless a command has done so before. */
  async init(stack: SynthesizedStack): Promise<void> {
    if (existsSync(join(stack.folder, ".terraform"))) {
      return;
    }
    const { code, stdout, stderr } = await this.inStack(stack, ["init", "-no-color"]);
    if (code !== 0) {
      throw new Error(`terraform init of ${stack.id} failed\n${stdout}${stderr}`);
    }
  }

  /** Plans every stack again. Returns the planned changes, which are none after a correct deployment. */
  async changes(): Promise<PlannedChange[]> {
    const perStack = await inParallel(this.stacks, 2, async (stack) => {
      await this.init(stack);
      const args = ["plan", "-detailed-exitcode", "-no-color", `-out=${SECOND_PLAN}`];
      const { code, stdout, stderr } = await this.inStack(stack, args);
      this.say(`${stack.id}: second plan ${code === 0 ? "is empty" : `exits ${code}`}`);
      if (code === 0) {
        return [];
      }
      if (code !== 2) {
        throw new Error(`terraform plan of ${stack.id} failed\n${stdout}${stderr}`);
      }
      const shown = await this.inStack(stack, ["show", "-json", SECOND_PLAN]);
      return plannedChanges(stack.id, shown.stdout);
    });
    return perStack.flat();
  }

  /** Runs terraform in a stack's folder, with credentials of the environment's account or another. A non-zero exit code does not throw. */
  inStack(stack: SynthesizedStack, args: readonly string[], accountId?: string): Promise<RunResult> {
    return this.terraform.run(args, {
      cwd: stack.folder,
      env: this.credentials(accountId),
      timeoutSeconds: TIME_LIMIT,
    });
  }

  stack(part: string): SynthesizedStack {
    const id = `${this.environment.name}-${this.architecture}-${part}`;
    const stack = this.stacks.find((candidate) => candidate.id === id);
    if (!stack) {
      throw new Error(`no stack ${id}`);
    }
    return stack;
  }

  /** Runs `npm run <script> -- <args>`, with credentials of the environment's account or another. A non-zero exit code does not throw. */
  npmRun(script: string, args: readonly string[], accountId?: string): Promise<RunResult> {
    return runProgram("npm", ["run", "--silent", script, "--", ...args], {
      cwd: REPOSITORY_ROOT,
      env: this.credentials(accountId),
      timeoutSeconds: TIME_LIMIT,
    });
  }

  private cdktf(verb: string, options: readonly string[]): Promise<RunResult> {
    const ids = this.stacks.map(({ id }) => id);
    return this.run(verb, [...ids, ...options]);
  }

  private run(verb: string, args: readonly string[]): Promise<RunResult> {
    // The stacks are synthesized already, because parallel cdktf processes would write to the same folder.
    const options = ["--auto-approve", "--skip-synth", "--output", this.folder];
    return this.succeed(`${verb} ${this.environment.name}-${this.architecture}`, "npx", [
      "cdktf",
      verb,
      ...args,
      ...options,
    ]);
  }

  private async succeed(
    what: string,
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<RunResult> {
    this.say(`${what} ...`);
    const result = await runProgram(program, args, {
      cwd: REPOSITORY_ROOT,
      env: { ...this.credentials(), ...env },
      timeoutSeconds: TIME_LIMIT,
      onLine: applyProgress(
        this.stacks.map(({ id }) => id),
        (line) => this.say(line),
      ),
    });
    if (result.code !== 0) {
      throw new Error(
        `${what}: exit code ${result.code}\n${result.stdout.slice(-12_000)}\n${result.stderr.slice(-6_000)}`,
      );
    }
    this.say(`${what}: done in ${result.seconds.toFixed(0)} s`);
    return result;
  }

  private say(line: string): void {
    process.stderr.write(`${this.environment.name}: ${line}\n`);
  }
}
