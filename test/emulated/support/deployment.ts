import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Environment, loadEnvironments } from "../../../config/schema";
import { inParallel } from "../../../tools/shared/in-parallel";
import { type RunResult, runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT, SCRATCH } from "../../../tools/shared/repository";
import { readStacks, type SynthesizedStack } from "../../../tools/shared/synthesize";
import { TerraformCli } from "../../../tools/terraform/cli";
import { oneAtATime } from "./one-at-a-time";
import { type PlannedChange, plannedChanges } from "./planned-change";

/** Seconds that one command may take. Missing features hang an apply rather than fail it. */
const TIME_LIMIT = 900;

/** One architecture of one environment, deployed by the commands that a user types. */
export class Deployment {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
  private readonly terraform: TerraformCli;
  private readonly architecture: string;
  private readonly url: string;

  private constructor(terraform: TerraformCli, environment: Environment, architecture: string, url: string) {
    this.terraform = terraform;
    this.environment = environment;
    this.architecture = architecture;
    this.url = url;
    this.stacks = readStacks().filter(({ id }) => id.startsWith(`${environment.name}-${architecture}-`));
  }

  /** @param url where the emulated AWS listens. The stacks must have been synthesized. */
  static async of(environmentName: string, architecture: string, url: string): Promise<Deployment> {
    const environment = loadEnvironments().find(({ name }) => name === environmentName);
    if (!environment) {
      throw new Error(`no environment ${environmentName}`);
    }
    return new Deployment(await TerraformCli.find(), environment, architecture, url);
  }

  /** What a shell would export. The emulator takes an access key of 12 digits for the account. */
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

  /**
   * `npm run state:bootstrap`: bucket and key of the environment's state. It synthesizes, into a folder of its own, since others
   * deploy from cdktf.out; and it keeps the state on this machine at first, where one of each environment has room.
   */
  bootstrapState(): Promise<RunResult> {
    const { name } = this.environment;
    const folder = join(SCRATCH, "emulated");
    mkdirSync(folder, { recursive: true });
    const args = ["run", "--silent", "state:bootstrap", "--", "--environment", name];
    return oneAtATime(join(folder, `${name}.lock`), () =>
      this.succeed("bootstrap the state", "npm", args, { CDKTF_OUTDIR: join(folder, `${name}-${this.architecture}`) }),
    );
  }

  deploy(): Promise<RunResult> {
    return this.cdktf("deploy", ["--skip-provider-lock"]);
  }

  destroy(): Promise<RunResult> {
    return this.cdktf("destroy", []);
  }

  /** Plans every stack again and gives what the plans would change: nothing, if the deployment is right. */
  async changes(): Promise<PlannedChange[]> {
    const perStack = await inParallel(this.stacks, 2, async (stack) => {
      const plan = join(stack.folder, "second.tfplan");
      const args = ["plan", "-detailed-exitcode", "-no-color", `-out=${plan}`];
      const { code, stdout, stderr } = await this.inStack(stack, args);
      this.say(`${stack.id}: second plan ${code === 0 ? "is empty" : `exits ${code}`}`);
      if (code === 0) {
        return [];
      }
      if (code !== 2) {
        throw new Error(`terraform plan of ${stack.id} failed\n${stdout}${stderr}`);
      }
      const shown = await this.inStack(stack, ["show", "-json", plan]);
      return plannedChanges(stack.id, shown.stdout);
    });
    return perStack.flat();
  }

  /** Runs terraform in a stack's folder, as the account of the environment or another. Never throws for an exit code. */
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

  private cdktf(verb: string, options: readonly string[]): Promise<RunResult> {
    const glob = `${this.environment.name}-${this.architecture}-*`;
    // Synthesized once for all: two cdktf processes side by side would write the same cdktf.out.
    const args = ["cdktf", verb, glob, "--auto-approve", "--skip-synth", ...options];
    return this.succeed(`${verb} ${glob}`, "npx", args);
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
      onLine: this.progress(),
    });
    if (result.code !== 0) {
      throw new Error(
        `${what}: exit code ${result.code}\n${result.stdout.slice(-12_000)}\n${result.stderr.slice(-6_000)}`,
      );
    }
    this.say(`${what}: done in ${result.seconds.toFixed(0)} s`);
    return result;
  }

  /** A listener that says when a stack is done. cdktf names a stack in front of its first line of a run of lines. */
  private progress(): (line: string) => void {
    let current = "";
    return (line) => {
      const text = stripVTControlCharacters(line).trim();
      current = this.stacks.find(({ id }) => text.startsWith(id))?.id ?? current;
      const done = /(Apply|Destroy) complete!.*/.exec(text)?.[0];
      if (done) {
        this.say(`${current || this.environment.name}: ${done}`);
      }
    };
  }

  private say(line: string): void {
    process.stderr.write(`${this.environment.name}: ${line}\n`);
  }
}
