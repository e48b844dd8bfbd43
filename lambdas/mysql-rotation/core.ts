import { createSecret } from "./create-secret";
import { RotationError } from "./errors";
import { finishSecret } from "./finish-secret";
import { isPending, type Rotation } from "./rotation";
import { setSecret } from "./set-secret";
import { testSecret } from "./test-secret";

/** What Secrets Manager sends: four of these per rotation. */
export interface RotationEvent {
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the version that is being made. */
  readonly ClientRequestToken: string;
  readonly Step: string;
}

const STEPS: Readonly<Record<string, (rotation: Rotation) => Promise<void>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/**
 * Takes one step of a rotation. Each may be taken twice, or again after it broke off anywhere.
 *
 * All password changes and the move of AWSCURRENT happen under one lock in the database, and each looks under that lock
 * whether its version is still the one to come. So on a server that keeps two passwords, the current version's password
 * works at every moment, whatever breaks off and whoever else rotates; the one before it works until the next rotation.
 * On one that keeps a single password it stops working in setSecret, and clients wait for finishSecret.
 */
export async function rotate(step: string, rotation: Rotation): Promise<void> {
  const take = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
  if (!take) {
    throw new RotationError(`Step must be one of ${Object.keys(STEPS).join(", ")}`);
  }
  if (await isPending(rotation)) {
    await take(rotation);
    rotation.log("done");
  }
}
