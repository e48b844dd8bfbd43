import type { Controllable, SentRequest } from "../../../tools/local-runtime/control/controllable";
import type { Operation } from "../../../tools/local-runtime/control/operation";
import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { UsageError } from "../../../tools/shared/usage-error";

/** A runtime whose state is set by the test. It records the operations and the requests. */
export class FakeControllable implements Controllable {
  readonly operations: Operation[] = [];
  readonly requests: { method: string; path: string; body?: string | undefined }[] = [];
  /** Reason for which the next operations are refused. */
  refusal: string | undefined;
  /** An error of the runtime itself. */
  bug: Error | undefined;
  answer: SentRequest = { status: 200, region: "eu-west-1", body: '{"item":{}}' };
  /** How an operation changes the state. @default it does not */
  effect: ((operation: Operation, state: RuntimeState) => RuntimeState) | undefined;
  private current: RuntimeState;
  private readonly listeners = new Set<() => void>();

  constructor(state: RuntimeState) {
    this.current = state;
  }

  get listenerCount(): number {
    return this.listeners.size;
  }

  state(): RuntimeState {
    if (this.bug) {
      throw this.bug;
    }
    return this.current;
  }

  /** Sets the state and calls the listeners. */
  change(state: RuntimeState): void {
    this.current = state;
    for (const listener of this.listeners) {
      listener();
    }
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async perform(operation: Operation): Promise<void> {
    if (this.refusal) {
      throw new UsageError(this.refusal);
    }
    this.operations.push(operation);
    if (this.effect) {
      this.change(this.effect(operation, this.current));
    }
  }

  async send(method: "GET" | "POST", path: string, body?: string): Promise<SentRequest> {
    this.requests.push({ method, path, body });
    return this.answer;
  }
}
