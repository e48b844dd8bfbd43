import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ControlApi } from "../local-runtime/control/control-api";
import type { LatencyMatrix } from "../local-runtime/route53/latency-matrix";
import { loadBackend } from "../local-runtime/runtime/loaded-backend";
import { LocalRuntime } from "../local-runtime/runtime/local-runtime";
import { listening } from "../local-runtime/runtime/ports";
import type { RunFile } from "../local-runtime/runtime/run-file";
import { authOf } from "../local-runtime/runtime/runtime-view";
import { REPOSITORY_ROOT, SYNTHESIZED } from "../shared/repository";
import { synthesize } from "../shared/synthesize";
import { announcement } from "./announcement";
import { EventLines } from "./event-lines";
import type { StartOptions } from "./options";
import { Reloads } from "./reloads";
import { SourceWatcher } from "./source-watcher";
import { untilInterrupt } from "./until-interrupt";

export interface BackendOptions extends Omit<StartOptions, "latency"> {
  readonly latency: LatencyMatrix;
}

/** Sources of a synthesis. */
const SOURCES = ["config", "lambdas", "main.ts", "modules", "output", "stacks"];

/** Lines of a problem that are shown. */
const MOST_LINES = 20;

/**
 * Runs the backend of an environment until an interrupt.
 *
 * @throws UsageError when it cannot run on this machine, or when a port is in use. Then nothing is left
 */
export async function runBackend(environment: string, options: BackendOptions, runFile: RunFile): Promise<void> {
  const began = performance.now();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const lines = new EventLines(say);
  let isAnnounced = false;
  const runtime = await LocalRuntime.start({
    loaded: loadBackend(environment, SYNTHESIZED),
    speed: options.speed,
    port: options.port,
    latency: options.latency,
    replicationDelayMs: options.replicationDelayMs,
    onEvent: (event) => isAnnounced && lines.show(event),
    ...(options.clients === undefined ? {} : { clients: options.clients }),
  });
  const control = await listening(runtime.controlPort, () =>
    ControlApi.start({ controllable: runtime, port: runtime.controlPort }),
  ).catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  const state = runtime.state();
  runFile.publish({
    control: control.url,
    sharedUrl: state.sharedName.url,
    regionUrls: Object.fromEntries(state.regions.map(({ name, url }) => [name, url])),
  });
  const { backend } = runtime;
  const healthPath = backend.zone.checks.find(({ type }) => type === "endpoint");
  say(
    announcement({
      state,
      page: control.url,
      readySeconds: (performance.now() - began) / 1000,
      auth: authOf(backend),
      healthPath: healthPath?.type === "endpoint" ? healthPath.path : "/health",
    }),
  );
  isAnnounced = true;
  const reloads = reloading(environment, runtime, join(dirname(runFile.path), environment), say);
  await untilInterrupt();
  await reloads.close();
  await control.close();
  await runtime.close();
}

/** Applies the changes of the sources. */
function reloading(environment: string, runtime: LocalRuntime, folder: string, say: (line: string) => void) {
  const clear = () => rmSync(folder, { recursive: true, force: true });
  // An interrupted reload may last longer than this process.
  process.once("exit", clear);
  const reloads = new Reloads({
    reload: async (outdated) => {
      // A folder of its own, because another command may use cdktf.out.
      try {
        await synthesize(REPOSITORY_ROOT, {
          selectors: [`${environment}-active-active`],
          output: folder,
          // A configuration that never ends would otherwise delay the next change.
          signal: outdated,
        });
        await runtime.update(loadBackend(environment, folder));
      } finally {
        clear();
      }
    },
    onEnd: (problem) => {
      runtime.fault = problem;
      for (const line of problem?.split("\n").slice(1, MOST_LINES) ?? []) {
        say(line);
      }
    },
  });
  const watcher = new SourceWatcher({
    root: REPOSITORY_ROOT,
    names: SOURCES,
    onChange: () => reloads.request(),
    onError: ({ message }) => say(`Changes of the files are not noticed from now on: ${message}`),
  });
  return {
    close: () => {
      watcher.close();
      return reloads.close();
    },
  };
}
