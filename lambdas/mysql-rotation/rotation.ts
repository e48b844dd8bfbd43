import type { Database } from "./database";
import { RotationError } from "./errors";
import type { Secrets } from "./secrets";

/** One rotation of one secret, and what it works on. */
export interface Rotation {
  readonly secretId: string;
  readonly token: string;
  readonly secrets: Secrets;
  readonly database: Database;
  /** Takes sentences without secrets. */
  readonly log: (sentence: string) => void;
}

/** False when the version is current already, and there is nothing left to do. */
export async function isPending({ secretId, token, secrets, log }: Rotation): Promise<boolean> {
  const labels = (await secrets.stages(secretId)).get(token);
  if (labels?.includes("AWSCURRENT")) {
    log("the version is current already");
    return false;
  }
  if (!labels?.includes("AWSPENDING")) {
    throw new RotationError(
      "ClientRequestToken must name the version labelled AWSPENDING; another rotation took its place",
    );
  }
  return true;
}
