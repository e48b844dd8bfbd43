import type { LiveAlias, LiveFunctions, PublishedVersion, ReleaseRegion } from "../../../tools/release/live-alias";
import type { World } from "../../../tools/release/world";

interface InMemoryFunction {
  readonly versions: PublishedVersion[];
  alias: LiveAlias;
}

/** Lambda and CloudWatch of one region in memory. */
export class InMemoryRegion implements ReleaseRegion, LiveFunctions {
  readonly name: string;
  readonly functions = this;
  /** Names of the alarms in state ALARM. */
  readonly ringing = new Set<string>();
  /** Number of alarms. */
  alarmCount = 2;
  /** Called before each change of an alias. It may throw in place of Lambda. */
  onRoute: (functionName: string) => void = () => undefined;
  /** Every change of an alias, as `function version[+weight of version]`. */
  readonly changes: string[] = [];
  private readonly byName: ReadonlyMap<string, InMemoryFunction>;

  /** @param newest newest published version of each function. Every alias starts at version 1 */
  constructor(name: string, newest: Readonly<Record<string, number>>) {
    this.name = name;
    this.byName = new Map(
      Object.entries(newest).map(([functionName, count]) => [
        functionName,
        {
          versions: Array.from({ length: count }, (_, index) => ({ version: String(index + 1), isDrill: false })),
          alias: { functionName, version: "1", shifting: undefined, revision: "0" },
        },
      ]),
    );
  }

  async names(): Promise<string[]> {
    return [...this.byName.keys()];
  }

  async alias(functionName: string): Promise<LiveAlias> {
    return this.of(functionName).alias;
  }

  async versions(functionName: string): Promise<PublishedVersion[]> {
    return this.of(functionName).versions;
  }

  async route(alias: LiveAlias, version: string, shifting?: LiveAlias["shifting"]): Promise<LiveAlias> {
    const { functionName } = alias;
    this.onRoute(functionName);
    const found = this.of(functionName);
    if (found.alias.revision !== alias.revision) {
      throw new Error("the revision must be the latest");
    }
    found.alias = { functionName, version, shifting, revision: String(Number(alias.revision) + 1) };
    this.changes.push(`${functionName} ${version}${shifting ? `+${shifting.weight} of ${shifting.version}` : ""}`);
    return found.alias;
  }

  async alarms() {
    return { count: this.alarmCount, ringing: [...this.ringing] };
  }

  /** Publishes the next version. */
  publish(functionName: string, isDrill = false): void {
    const { versions } = this.of(functionName);
    versions.push({ version: String(versions.length + 1), isDrill });
  }

  /** The versions that callers get, e.g. `1` or `1+0.1 of 2`. */
  live(): string[] {
    return [...this.byName.values()].map(
      ({ alias: { version, shifting } }) => `${version}${shifting ? `+${shifting.weight} of ${shifting.version}` : ""}`,
    );
  }

  private of(functionName: string): InMemoryFunction {
    const found = this.byName.get(functionName);
    if (!found) {
      throw new Error(`no function ${functionName}`);
    }
    return found;
  }
}

/** A clock that only sleeping advances. `events` happen at their second. An event may throw, like an interruption. */
export class VirtualWorld implements World {
  seconds = 0;
  readonly said: string[] = [];
  private readonly events: Map<number, () => void>;

  constructor(events: Readonly<Record<number, () => void>> = {}) {
    this.events = new Map(Object.entries(events).map(([second, event]) => [Number(second), event]));
  }

  sleep = async (seconds: number): Promise<void> => {
    this.seconds += seconds;
    for (const [second, event] of this.events) {
      if (second <= this.seconds) {
        this.events.delete(second);
        event();
      }
    }
  };

  pause = async (seconds: number): Promise<void> => {
    this.seconds += seconds;
  };

  say = (line: string): void => void this.said.push(line);
}
