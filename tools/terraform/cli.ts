import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findProgram, type RunOptions, type RunResult, runProgram } from "../shared/program";
import { SCRATCH } from "../shared/repository";
import { UsageError } from "../shared/usage-error";
import { writeWhole } from "../shared/write-file";
import { findProviderMirror, mirrorConfiguration } from "./provider-mirror";

/** The first version with stable S3 lock files, write-only arguments and ephemeral resources. */
const LOWEST_VERSION = [1, 11] as const;

/** The Terraform program of this machine. It installs providers from a local mirror if there is one. */
export class TerraformCli {
  readonly path: string;
  /** Environment variables for other Terraform processes, e.g. of cdktf-cli, to use the same provider mirror. */
  readonly environment: Readonly<Record<string, string>>;

  private constructor(path: string, environment: Readonly<Record<string, string>>) {
    this.path = path;
    this.environment = environment;
  }

  /**
   * @throws UsageError when Terraform is missing or too old
   */
  static async find(): Promise<TerraformCli> {
    const path = findProgram("terraform");
    if (!path) {
      throw new UsageError(
        `terraform must be on PATH, version ${LOWEST_VERSION.join(".")} or later, got none; see https://developer.hashicorp.com/terraform/install`,
        2,
      );
    }
    const cli = new TerraformCli(path, terraformEnvironment());
    const version = await cli.version();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major < LOWEST_VERSION[0] || (major === LOWEST_VERSION[0] && minor < LOWEST_VERSION[1])) {
      throw new UsageError(
        `terraform must be version ${LOWEST_VERSION.join(".")} or later, got ${version}; see https://developer.hashicorp.com/terraform/install`,
        2,
      );
    }
    return cli;
  }

  /**
   * Runs `terraform <args>`; see {@link runProgram}. `init` first deletes the lock file. After a change of mirror or version, its
   * checksums would be wrong, and Terraform would reject the providers.
   */
  run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    if (args[0] === "init" && options.cwd !== undefined) {
      rmSync(join(options.cwd, ".terraform.lock.hcl"), { force: true });
    }
    return runProgram(this.path, args, { ...options, env: { ...this.environment, ...options.env } });
  }

  private async version(): Promise<string> {
    const { stdout, stderr } = await this.run(["version", "-json"], { timeoutSeconds: 60 });
    try {
      const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: unknown };
      if (typeof version === "string") {
        return version;
      }
    } catch {
      // Reported below.
    }
    const got = JSON.stringify((stdout.trim() || stderr.trim()).slice(0, 80));
    throw new UsageError(`terraform must print its version as JSON, got ${got}; check the program ${this.path}`, 2);
  }
}

function terraformEnvironment(): Record<string, string> {
  const cache = join(SCRATCH, "terraform-plugins");
  mkdirSync(cache, { recursive: true });
  const environment: Record<string, string> = {
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    TF_PLUGIN_CACHE_DIR: cache,
    // Lock files of synthesized stacks are not stored. The version constraint in the stack selects the provider.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  };
  const own = process.env.TF_CLI_CONFIG_FILE;
  if (own && existsSync(own)) {
    return environment;
  }
  const mirror = findProviderMirror();
  return { ...environment, TF_CLI_CONFIG_FILE: configurationFile(mirror ? mirrorConfiguration(mirror) : "") };
}

/** Writes a file whose name depends on its content. */
function configurationFile(content: string): string {
  const name = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const file = join(SCRATCH, `terraform-${name}.tfrc`);
  if (!existsSync(file)) {
    writeWhole(file, content);
  }
  return file;
}
