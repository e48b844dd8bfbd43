/** What Secrets Manager sends: four of these per rotation. */
interface RotationEvent {
  /** ARN of the secret. */
  readonly SecretId: string;
  /** Id of the version that is being made. */
  readonly ClientRequestToken: string;
  readonly Step: "createSecret" | "setSecret" | "testSecret" | "finishSecret";
}

/**
 * Changes no password yet. It fails, so that Secrets Manager reports the rotation as failed and tries again, where a
 * silent success would let a secret pass for rotated.
 */
export async function handler({ SecretId, Step }: RotationEvent): Promise<never> {
  throw new Error(`rotation of ${SecretId} must not be relied on: step ${Step} is not implemented in this release`);
}
