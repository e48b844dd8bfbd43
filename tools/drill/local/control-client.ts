import type { Operation } from "../../local-runtime/control/operation";
import type { RuntimeState } from "../../local-runtime/control/runtime-state";
import { UsageError } from "../../shared/usage-error";

/** Milliseconds for an answer. A busy runtime answers later than an idle one. */
const ANSWER_MS = 10_000;

/** The control API of a running local runtime. */
export class ControlClient {
  private readonly url: string;

  /** @param url URL of the control API with its token, and a slash at the end */
  constructor(url: string) {
    this.url = url;
  }

  /** @throws UsageError when the runtime does not answer */
  async state(): Promise<RuntimeState> {
    return (await (await this.ask("state")).json()) as RuntimeState;
  }

  /** @throws UsageError when the runtime refuses the operation, with its reason */
  async perform(operation: Operation): Promise<void> {
    const response = await this.ask("operations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(operation),
    });
    await response.body?.cancel();
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.url), { ...init, signal: AbortSignal.timeout(ANSWER_MS) }).catch(
      (error: Error) => {
        const cause = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.name;
        throw new UsageError(`the local runtime must answer, got ${cause}; start it with npm start`, 2);
      },
    );
    if (!response.ok) {
      const { error = `status ${response.status}` } = (await response.json().catch(() => ({}))) as { error?: string };
      throw new UsageError(error);
    }
    return response;
  }
}
