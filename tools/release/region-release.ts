import { UsageError } from "../shared/usage-error";
import type { LiveAlias, ReleaseRegion } from "./live-alias";
import { rollBack } from "./roll-back";
import type { World } from "./world";

/** A function to release: its alias when the release started, and the new version. */
interface Move {
  readonly from: LiveAlias;
  readonly to: string;
}

/** Seconds between two looks at the alarms. */
const LOOK_SECONDS = 15;

/** The release of all functions of one region. */
export class RegionRelease {
  private readonly region: ReleaseRegion;
  private readonly earlier: readonly ReleaseRegion[];
  private readonly world: World;

  /** @param earlier regions with the new versions, whose alarms stop this release too */
  constructor(region: ReleaseRegion, earlier: readonly ReleaseRegion[], world: World) {
    this.region = region;
    this.earlier = earlier;
    this.world = world;
  }

  /**
   * Shifts the calls of every function to its newest version, step by step. Continues an unfinished release.
   *
   * @param steps percentages in ascending order
   * @throws UsageError after it has restored the old versions, or without a change when a release must not start
   */
  async run(steps: readonly number[], minutes: number): Promise<void> {
    const moves = await this.moves();
    if (moves.length === 0) {
      this.world.say(`${this.region.name}: every function has its newest version`);
      return;
    }
    const isUnfinished = moves.some(({ from }) => from.shifting);
    try {
      await this.checkAlarms();
      // Rejects if the operator interrupted the release before its first change.
      await this.world.sleep(0);
    } catch (error) {
      // Without a shifted function, nothing needs a rollback.
      throw isUnfinished ? await this.undone(moves, error as Error) : error;
    }
    try {
      for (const step of [...steps, 100]) {
        await this.shift(moves, step, minutes);
      }
      await this.promote(moves);
    } catch (error) {
      throw await this.undone(moves, error as Error);
    }
    this.world.say(`${this.region.name}: released`);
  }

  /** Ends an unfinished release with the old versions. */
  async rollBack(): Promise<void> {
    const unfinished = (await this.aliases()).filter(({ shifting }) => shifting);
    if (unfinished.length === 0) {
      this.world.say(`${this.region.name}: no unfinished release`);
      return;
    }
    await rollBack(this.region, unfinished, this.world);
  }

  private async aliases(): Promise<LiveAlias[]> {
    const { name, functions } = this.region;
    const names = await functions.names();
    if (names.length === 0) {
      throw new UsageError(`the functions of ${name} must have the alias live, got none; deploy the region's stack`);
    }
    return Promise.all(names.map((one) => functions.alias(one)));
  }

  private async moves(): Promise<Move[]> {
    const moves = await Promise.all(
      (await this.aliases()).map(async (from): Promise<Move[]> => {
        const versions = await this.region.functions.versions(from.functionName);
        if (versions.some(({ version, isDrill }) => isDrill && version === from.version)) {
          throw new UsageError(
            `${from.functionName} must not be in a drill, got STATUS in version ${from.version}; end it`,
          );
        }
        const to = versions.filter(({ isDrill }) => !isDrill).at(-1)?.version ?? from.version;
        if (from.shifting && from.shifting.version !== to) {
          throw new UsageError(
            `the unfinished release of ${from.functionName} must be of its newest version ${to}, got ` +
              `${from.shifting.version}; end it with --rollback first`,
          );
        }
        return from.version === to ? [] : [{ from, to }];
      }),
    );
    return moves.flat();
  }

  private async checkAlarms(): Promise<void> {
    const [own, ...others] = await Promise.all([this.region, ...this.earlier].map((region) => region.alarms()));
    if (own?.count === 0) {
      throw new UsageError(`${this.region.name} must have alarms, got none; they stop a release`);
    }
    const ringing = [own, ...others].flatMap((it) => it?.ringing ?? []);
    if (ringing.length > 0) {
      throw new UsageError(`no alarm must be in state ALARM, got ${ringing.join(", ")}`);
    }
  }

  private async shift(moves: readonly Move[], percent: number, minutes: number): Promise<void> {
    if (moves.every((move) => percentOf(move) > percent)) {
      // An earlier run has completed this step.
      return;
    }
    for (const { from, to } of moves.filter((move) => percentOf(move) < percent)) {
      const { functions } = this.region;
      // Read again, because each step changes the revision.
      const alias = await functions.alias(from.functionName);
      await functions.route(alias, from.version, { version: to, weight: percent / 100 });
      this.world.say(
        `${this.region.name}: ${percent} % of ${from.functionName} to version ${to} (from ${from.version})`,
      );
    }
    for (let seconds = 0; seconds < minutes * 60; seconds += LOOK_SECONDS) {
      await this.world.sleep(LOOK_SECONDS);
      await this.checkAlarms();
    }
  }

  private async promote(moves: readonly Move[]): Promise<void> {
    for (const { from, to } of moves) {
      const { functions } = this.region;
      await functions.route(await functions.alias(from.functionName), to);
    }
  }

  /** Rolls back. Returns the error to report. */
  private async undone(moves: readonly Move[], cause: Error): Promise<UsageError> {
    this.world.say(`${this.region.name}: ${cause.message}`);
    await rollBack(
      this.region,
      moves.map(({ from }) => from),
      this.world,
    );
    return new UsageError(`the release of ${this.region.name} was rolled back: ${cause.message}`);
  }
}

/** Percentage of the calls that got the new version when this run started. */
function percentOf({ from }: Move): number {
  return Math.round((from.shifting?.weight ?? 0) * 100);
}
