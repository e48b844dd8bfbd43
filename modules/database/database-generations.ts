import { ensure, required } from "../shared/errors";

/** Where a restored database gets its data from, and which database clients use. */
export interface DatabaseRestore {
  /** Identifier or ARN of a snapshot in the same region. Exactly one of `snapshot` and `pointInTime` is set. @default none */
  readonly snapshot?: string | undefined;
  /** `latest`, or a time in UTC within the backup retention, e.g. `2026-11-25T08:00:00Z`. @default none */
  readonly pointInTime?: string | undefined;
  /** Engine version of the restored database only, from a snapshot. @default the version of the present database */
  readonly engineVersion?: string | undefined;
  /**
   * `beside`: clients use the old database. `serving`: clients use the restored one, and the old one is kept. `alone`: the
   * old one is deleted. @default "beside"
   */
  readonly stage?: "beside" | "serving" | "alone" | undefined;
}

export interface DatabaseGenerationsProps {
  /** Number of the database that serves before a restore, from 1. @default 1 */
  readonly generation?: number | undefined;
  /** Creates the next generation. @default none */
  readonly restore?: DatabaseRestore | undefined;
}

/** One database in the sequence of restores. */
export interface DatabaseGeneration {
  /** From 1. */
  readonly number: number;
  /** End of the names of its resources: empty for the first generation, then `-g2` and so on. */
  readonly suffix: string;
  /** Whether clients use it. */
  readonly serves: boolean;
  /** Whether it can be deleted without a trace, because it is a restored database that does not serve. */
  readonly disposable: boolean;
  /** Where it is restored from. Undefined for a database that already exists, and for a new, empty one. */
  readonly restore: DatabaseRestore | undefined;
}

/**
 * The databases that exist at the same time, the older one first. Exactly one of them serves.
 *
 * @throws Error when a restore does not have exactly one source
 */
export function databaseGenerations({ generation = 1, restore }: DatabaseGenerationsProps): DatabaseGeneration[] {
  ensure(Number.isInteger(generation) && generation >= 1, "generation", "be a whole number from 1", generation);
  if (!restore) {
    return [numbered(generation, { serves: true })];
  }
  const { snapshot, pointInTime, stage = "beside" } = restore;
  const single = (snapshot === undefined) !== (pointInTime === undefined);
  ensure(single, "restore", "have either snapshot or pointInTime", restore);
  const restored = numbered(generation + 1, { serves: stage !== "beside", disposable: stage === "beside", restore });
  return stage === "alone" ? [restored] : [numbered(generation, { serves: stage === "beside" }), restored];
}

function numbered(
  number: number,
  facts: Pick<DatabaseGeneration, "serves"> & Partial<DatabaseGeneration>,
): DatabaseGeneration {
  return { number, suffix: generationSuffix(number), disposable: false, restore: undefined, ...facts };
}

/** The one that clients use. */
export function servingOf<Generation extends Pick<DatabaseGeneration, "serves">>(
  generations: readonly Generation[],
): Generation {
  return required(
    generations.filter(({ serves }) => serves),
    0,
    "generations",
  );
}

/** End of the names of a generation's resources. */
export function generationSuffix(number: number): string {
  return number === 1 ? "" : `-g${number}`;
}

/**
 * Checks that a restore can read its snapshot. RDS restores only snapshots of the same region.
 *
 * @throws Error when the ARN is of another region
 */
export function ensureSameRegion(snapshot: string | undefined, region: string): void {
  const [, , , ofSnapshot = region] = snapshot?.startsWith("arn:") ? snapshot.split(":") : [];
  ensure(
    ofSnapshot === region,
    "restore.snapshot",
    `be in ${region}`,
    snapshot,
    "copy the snapshot to this region first",
  );
}
