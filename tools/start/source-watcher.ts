import { type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";

export interface SourceWatcherOptions {
  readonly root: string;
  /** Names of the files and folders in `root` that are watched, with everything in them. */
  readonly names: readonly string[];
  /** Called after files have changed, once for changes that follow each other. */
  readonly onChange: () => void;
  /** Called when the system cannot watch the folders, e.g. because it has no more watches. */
  readonly onError: (error: Error) => void;
  /** Milliseconds without a change before the call, e.g. because an editor or git writes several files. @default 150 */
  readonly quietMs?: number;
}

/** Without a pause of the changes, the call comes after this number of quiet times. */
const LONGEST_WAIT = 10;

/** Files of editors: `.item.ts.swp`, `item.ts~`, `#item.ts#`, `4913`. */
const IGNORED = /^[.#]|~$|^\d+$/;

/**
 * Watches source files. It watches folders, not files, because many editors replace a file by a new one. An event leads to a call only
 * if the files differ from those of the previous call.
 */
export class SourceWatcher {
  private readonly options: SourceWatcherOptions;
  private readonly watchers = new Map<string, FSWatcher>();
  private seen: string;
  private timer: NodeJS.Timeout | undefined;
  private firstAt: number | undefined;

  constructor(options: SourceWatcherOptions) {
    this.options = options;
    this.seen = this.look();
  }

  close(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) {
      watcher.close();
    }
    this.watchers.clear();
  }

  private changed(): void {
    const { quietMs = 150 } = this.options;
    const now = performance.now();
    this.firstAt ??= now;
    const waited = now - this.firstAt;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), Math.max(0, Math.min(quietMs, LONGEST_WAIT * quietMs - waited)));
  }

  private settle(): void {
    this.firstAt = undefined;
    const seen = this.look();
    if (seen !== this.seen) {
      this.seen = seen;
      this.options.onChange();
    }
  }

  /** Watches new folders, forgets removed ones, and returns the state of all files. */
  private look(): string {
    const found = new Set<string>();
    const { root, names } = this.options;
    const files = this.lookInto(root, found, (name) => names.includes(name));
    for (const [folder, watcher] of this.watchers) {
      if (!found.has(folder)) {
        watcher.close();
        this.watchers.delete(folder);
      }
    }
    return files.join("\n");
  }

  private lookInto(folder: string, found: Set<string>, accepts = isSource): string[] {
    try {
      // Before the files are read, so that no later change is missed.
      this.watch(folder);
      found.add(folder);
      return readdirSync(folder, { withFileTypes: true })
        .filter(({ name }) => accepts(name))
        .flatMap((entry) => {
          const path = join(folder, entry.name);
          return entry.isDirectory() ? this.lookInto(path, found) : [stateOf(path)];
        });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
        this.options.onError(error as Error);
      }
      // Removed at this moment.
      return [];
    }
  }

  private watch(folder: string): void {
    if (!this.watchers.has(folder)) {
      const watcher = watch(folder, () => this.changed());
      // Removed folders cause an error on some systems. The event of the folder above follows.
      watcher.on("error", () => this.changed());
      this.watchers.set(folder, watcher);
    }
  }
}

function isSource(name: string): boolean {
  return !IGNORED.test(name);
}

function stateOf(path: string): string {
  const { mtimeMs, size, ino } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0, ino: 0 };
  return `${path} ${mtimeMs} ${size} ${ino}`;
}
