import type { RunResult } from "../shared/program";
import { readConfiguration, type SynthesizedStack } from "../shared/synthesize";
import { UsageError } from "../shared/usage-error";
import type { TerraformCli } from "../terraform/cli";
import { terraformFailure } from "./failure";
import { LocalState } from "./local-state";
import { namedResources } from "./named-resources";

export interface BootstrapOptions {
  readonly terraform: Pick<TerraformCli, "run">;
  /** The synthesized `<environment>-state`. */
  readonly stack: SynthesizedStack;
  /** Account of the environment. */
  readonly accountId: string;
  /** Where the state file lies until it moves. */
  readonly stateFolder: string;
  /** Told of every step. */
  readonly say: (line: string) => void;
}

/** Seconds for one Terraform command. A key and two buckets take about one minute. */
const TIME_LIMIT = 900;
/** Errors of AWS for a name that exists already. An earlier run created the resource, but ended before it wrote its state. */
const EXISTS_ALREADY = /BucketAlreadyOwnedByYou|AlreadyExistsException|BucketAlreadyExists|already exists/;
/** Message of Terraform when the bucket exists but contains no state of this stack. */
const NO_STATE = /No state file was found/;
/** Messages of the S3 backend when the bucket does not exist yet. */
const NO_BUCKET = /S3 bucket "[^"]+" does not exist|NoSuchBucket/;

/**
 * Gives an environment the bucket that holds its Terraform state, and moves the bucket's own state into it.
 *
 * Where the state is decides what is left to do, and nothing else is remembered: a run that was killed at any point is
 * completed by the next. Nothing is deleted before a plan over the moved state has come out empty.
 */
export class StateBootstrap {
  private readonly options: BootstrapOptions;
  private readonly local: LocalState;

  constructor(options: BootstrapOptions) {
    this.options = options;
    this.local = new LocalState(options.stack.folder, options.stateFolder, options.stack.id);
  }

  /** @throws UsageError with Terraform's own words when a step fails */
  async run(): Promise<void> {
    const { say } = this.options;
    say("looking for the state in its bucket");
    if (await this.isInBucket()) {
      say("the state is in its bucket already");
    } else {
      say("not there: creating the bucket and its key with the state on this machine");
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

  /** Looks with the backend that everybody uses from now on. Whatever this folder was initialized for is forgotten, not moved. */
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
      // Not to be read is not the same as not there: creating everything anew would follow.
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

  /** Takes what an interrupted run created, and could not note, into the state. Gives whether there was anything. */
  private async adoptExisting(): Promise<boolean> {
    const known = (await this.terraform(["state", "list"])).stdout.split("\n");
    const unknown = namedResources(readConfiguration(this.options.stack)).filter(
      ({ address }) => !known.includes(address),
    );
    let adopted = 0;
    for (const { address, id } of unknown) {
      const { code } = await this.terraform(["import", address, id]);
      if (code === 0) {
        this.options.say(`found ${id}: taken over`);
        adopted += 1;
      }
    }
    return adopted > 0;
  }

  private async moveIntoBucket(): Promise<void> {
    this.local.stopUsing();
    // The answer to "copy the existing state?" is yes. Without a lock, here and below: a run that was killed would leave its
    // lock in the bucket for the next to stumble over, and nobody else works on a state that is not there yet.
    await this.succeed(["init", "-migrate-state", "-force-copy", "-lock=false"]);
  }

  private async verify(): Promise<void> {
    const plan = await this.terraform(["plan", "-detailed-exitcode", "-lock=false"]);
    if (plan.code === 2) {
      const { id } = this.options.stack;
      throw new UsageError(
        `${plan.stdout.trim()}\n\nthe configuration or AWS differs from the state of ${id}; read the plan above, then: npx cdktf deploy ${id}`,
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
    // `state list` knows none of these.
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

/** Of what `terraform apply` prints, the lines that tell of progress. */
function showResources(say: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/^aws_\S+: (Still|(Creation|Modifications|Destruction) complete)|^Apply complete!/.test(line)) {
      say(`  ${line}`);
    }
  };
}
