import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../modules/packaging/assets";
import { runProgram } from "../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { UsageError } from "../../tools/shared/usage-error";
import type { BenchContext } from "../bench";
import type { Variant } from "../measure/variant";
import { peerFolder } from "./peer-folder";

/** Functions of the architectures, by the folder from which the AWS CDK app reads their built code. */
const FUNCTIONS = {
  "get-item": "items/get-item",
  "create-item": "items/create-item",
  health: "items/health",
  authorizer: "items/authorizer",
  databases: "databases",
  "database-bootstrap": "database-bootstrap",
  "mysql-rotation": "mysql-rotation",
} as const;

/** Context that `cdk synth` passes to every app. */
const CLI_CONTEXT = {
  "aws:cdk:enable-path-metadata": true,
  "aws:cdk:enable-asset-metadata": true,
  "aws:cdk:version-reporting": true,
  "aws:cdk:bundling-stacks": ["**"],
};

/** Name of the fastest form with validation, AWS CDK's default. */
export const AS_SHIPPED = "AWS CDK, compiled before";
/** Name of the fastest form. */
export const WITHOUT_VALIDATION = "AWS CDK, compiled before, CDK_VALIDATION=false";

/** AWS CDK's synthesis of the same architectures, in the forms that users run. */
export interface AwsCdk {
  readonly version: string;
  /** Output folder of the last run. */
  readonly output: string;
  readonly variants: readonly Variant[];
}

/**
 * Installs, compiles and describes the AWS CDK app in `bench/peers/aws-cdk`. Only the app is measured, with the context that the
 * command line tool would pass. The command line tools of AWS CDK and CDKTF are not measured.
 */
export async function awsCdk(context: BenchContext): Promise<AwsCdk> {
  const folder = await peerFolder("aws-cdk", context);
  copyApp(folder);
  writeFunctions(join(folder, "functions"));
  const compiler = "node node_modules/typescript/bin/tsc -p .";
  const { code, stdout } = await context.show(
    "Compiling the AWS CDK app",
    runProgram("sh", ["-c", compiler], { cwd: folder }),
  );
  if (code !== 0) {
    throw new UsageError(`bench/peers/aws-cdk must compile, got exit code ${code}: ${stdout.slice(0, 2000)}`, 1);
  }
  const installed = (name: string) => readFileSync(join(folder, "node_modules", "aws-cdk-lib", name), "utf8");
  const { version } = JSON.parse(installed("package.json")) as { version: string };
  const flags = JSON.parse(installed("recommended-feature-flags.json")) as object;
  const output = join(folder, "cdk.out");
  const env = {
    CDK_OUTDIR: output,
    CDK_CONTEXT_JSON: JSON.stringify({ ...flags, ...CLI_CONTEXT }),
    BUILT_FUNCTIONS: join(folder, "functions"),
    CDK_VALIDATION: undefined,
  };
  const prepare = () => rmSync(output, { recursive: true, force: true });
  const command = (line: string, validation?: string) => ({
    line,
    cwd: folder,
    env: { ...env, CDK_VALIDATION: validation },
  });
  return {
    version,
    output,
    variants: [
      {
        name: "AWS CDK as `cdk init` runs it: tsc, then tsx",
        commands: [command(`${compiler} --noEmit`), command("node --import tsx app.ts")],
        prepare,
      },
      { name: AS_SHIPPED, commands: [command("node dist/app.js")], prepare },
      {
        name: WITHOUT_VALIDATION,
        commands: [command("node dist/app.js", "false")],
        prepare,
      },
    ],
  };
}

function copyApp(folder: string): void {
  rmSync(join(folder, "dist"), { recursive: true, force: true });
  cpSync(join(REPOSITORY_ROOT, "bench", "peers", "aws-cdk"), folder, { recursive: true });
}

/** The same code that Tierra's stacks upload, so that no bundling is measured for either. */
function writeFunctions(folder: string): void {
  for (const [name, source] of Object.entries(FUNCTIONS)) {
    const code = unzipSync(readFileSync(bundleFunction(`lambdas/${source}/handler.ts`).path))["handler.js"];
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "handler.js"), code ?? "");
  }
}
