import { type Around, STEPS, type World } from "./world";

/** The invocation crashes. Its connections end. */
export class Crash extends Error {}

/** Runs the steps of a rotation, until one crashes or all have ended. */
export async function runUntilCrash(world: World, secretId: string, around: Around): Promise<void> {
  try {
    for (const step of STEPS) {
      await world.step(step, secretId, "token", around);
    }
  } catch (error) {
    if (!(error instanceof Crash)) {
      throw error;
    }
  }
}
