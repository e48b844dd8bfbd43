import { spawn } from "node:child_process";
import { once } from "node:events";
import { findProgram } from "../../../tools/shared/program";
import type { SynthesizedStack } from "../../../tools/shared/synthesize";
import type { Deployment } from "./deployment";

/** Time limit in seconds until Terraform asks for confirmation. */
const PATIENCE = 120;

/**
 * Locks a stack's state like another user, with a `terraform destroy` that waits for confirmation. Returns a function that
 * answers "no" and waits until the lock is released.
 */
export async function holdLock(deployment: Deployment, stack: SynthesizedStack): Promise<() => Promise<void>> {
  const child = spawn(findProgram("terraform") ?? "terraform", ["destroy", "-refresh=false", "-no-color"], {
    cwd: stack.folder,
    env: { ...process.env, ...deployment.credentials(), TF_INPUT: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let output = "";
  const asked = new Promise<void>((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new Error(`terraform did not ask for confirmation\n${output}`)),
      PATIENCE * 1000,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Enter a value:")) {
        clearTimeout(limit);
        resolve();
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void exited.then(() => {
      clearTimeout(limit);
      reject(new Error(`terraform ended before it asked\n${output}`));
    });
  });
  const release = async () => {
    child.stdin.end("no\n");
    await exited;
  };
  try {
    await asked;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return release;
}
