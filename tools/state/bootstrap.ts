import type { RunResult } from "../shared/program";
import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import type { TerraformCli } from "../terraform/cli";
import { terraformFailure } from "./failure";
import { LocalState } from "./local-state";
import { namedResources } from "./named-resources";

export interface BootstrapOptions {
  readonly terraform: Pick<TerraformCli, "run">;
  /** The synthesized stack `<environment>-state`. */
  readonly stack: SynthesizedStack;
  /** AWS account ID of the environment. */
  readonly accountId: string;
  /** Folder of the state file until it is moved to the bucket. */
  readonly stateFolder: string;
  /** Called with one line for each step. */
  readonly say: (line: string) => void;
}

/** Time limit for one Terraform command, in seconds. A key and two buckets take about one minute. */
const TIME_LIMIT = 900;
/** AWS's errors for an existing name. An interrupted run can create a resource without a state. */
const EXISTS_ALREADY = /BucketAlreadyOwnedByYou|AlreadyExistsException|BucketAlreadyExists|already exists/;
/** Terraform's message for a bucket without a state of this stack. */
const NO_STATE = /No state file was found/;
/** The error of the S3 backend for a bucket that does not exist yet. */
const NO_BUCKET = /S3 bucket "[^"]+" does not exist|NoSuchBucket/;

/**
 * Creates the bucket for the Terraform state of an environment, and moves the bucket's own state into it.
 *
 * The location of the state determines the remaining steps, so that the next run completes an interrupted one. The local copy is
 * deleted only after a plan with the moved state shows no changes.
 */
export class StateBootstrap {
  private readonly options: BootstrapOptions;
  private readonly local: LocalState;

  constructor(options: BootstrapOptions) {
    this.options = options;
    this.local = new LocalState(options.stack.folder, options.stateFolder, options.stack.id);
  }

  /** @throws UsageError with Terraform's message when a step fails */
  async run(): Promise<void> {
    const { say } = this.options;
    say("looking for the state in its bucket");
    if (await this.isInBucket()) {
      say("the state is already in its bucket");
    } else {
      say("no state found; creating the bucket and its key with the state on this machine");
      await this.createWithLocalState();
      say("moving the state into the bucket");
      await this.moveIntoBucket();
    }
    say("comparing the state in the bucket with AWS");
    await this.verify();
    if (this.local.exists()) {
      say("deleting the copy of the state on this machine");
    }
    this.local.remove();
  }

  /** Looks in the bucket, with the synthesized backend. `-reconfigure` ignores an earlier backend of this folder. */
  private async isInBucket(): Promise<boolean> {
    this.local.stopUsing();
    const init = await this.terraform(["init", "-reconfigure"]);
    if (init.code !== 0) {
      if (NO_BUCKET.test(init.stderr)) {
        return false;
      }
      throw this.failure("terraform init", init);
    }
    const list = await this.terraform(["state", "list"]);
    if (list.code !== 0 && !NO_STATE.test(list.stderr)) {
      // If the state exists but cannot be read, the run must stop. Otherwise it would create all resources again.
      throw this.failure("terraform state list", list);
    }
    return list.code === 0 && list.stdout.trim() !== "";
  }

  private async createWithLocalState(): Promise<void> {
    this.local.use();
    await this.succeed(["init", "-reconfigure"]);
    const apply = () => this.terraform(["apply", "-auto-approve"], showResources(this.options.say));
    let result = await apply();
    if (result.code !== 0 && EXISTS_ALREADY.test(result.stderr) && (await this.adoptExisting())) {
      result = await apply();
    }
    if (result.code !== 0) {
      throw this.failure("terraform apply", result);
    }
  }

  /** Imports resources that an interrupted run created without a state. Returns true if there were any. */
  private async adoptExisting(): Promise<boolean> {
    const known = (await this.terraform(["state", "list"])).stdout.split("\n");
    const unknown = namedResources(readConfiguration(this.options.stack)).filter(
      ({ address }) => !known.includes(address),
    );
    let adopted = 0;
    for (const { address, id } of unknown) {
      const { code } = await this.terraform(["import", address, id]);
      if (code === 0) {
        this.options.say(`found ${id}, imported into the state`);
        adopted += 1;
      }
    }
    return adopted > 0;
  }

  private async moveIntoBucket(): Promise<void> {
    this.local.stopUsing();
    // Copies the existing state without confirmation. No command of this class uses a lock, because the lock of a killed run would
    // block the next one. No other process uses this state before it exists.
    await this.succeed(["init", "-migrate-state", "-force-copy", "-lock=false"]);
  }

  private async verify(): Promise<void> {
    const plan = await this.terraform(["plan", "-detailed-exitcode", "-lock=false"]);
    if (plan.code === 2) {
      const { id } = this.options.stack;
      throw new UsageError(
        `${plan.stdout.trim()}\n\nthe configuration or AWS differs from the state of ${id}; review the plan above, then run: npx cdktf deploy ${id}`,
      );
    }
    if (plan.code !== 0) {
      throw this.failure("terraform plan", plan);
    }
  }

  private async succeed(args: readonly string[]): Promise<void> {
    const result = await this.terraform(args);
    if (result.code !== 0) {
      throw this.failure(`terraform ${args[0]}`, result);
    }
  }

  private terraform(args: readonly string[], onLine?: (line: string) => void): Promise<RunResult> {
    const [command = "", ...rest] = args;
    // `state list` does not support these options.
    const quiet = command === "state" ? [] : ["-input=false", "-no-color"];
    return this.options.terraform.run([command, ...quiet, ...rest], {
      cwd: this.options.stack.folder,
      timeoutSeconds: TIME_LIMIT,
      ...(onLine ? { onLine } : {}),
    });
  }

  private failure(what: string, result: RunResult): Error {
    return terraformFailure(what, result, this.options.accountId);
  }
}

/** Reports the lines of `terraform apply` that show progress. */
function showResources(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/^aws_\S+: (Still|(Creation|Modifications|Destruction) complete)|^Apply complete!/.test(line)) {
      say(`  ${line}`);
    }
  };
}
