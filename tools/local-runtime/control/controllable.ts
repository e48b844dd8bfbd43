import type { Operation } from "./operation";
import type { RuntimeState } from "./runtime-state";

/** An answer of the shared name to a request that the control API sent. */
export interface SentRequest {
  /** Status of the answer, or 0 when no region answered. */
  readonly status: number;
  /** Region that answered. Undefined without an answer. */
  readonly region?: string;
  /** Body of the answer, or the reason why there is none, e.g. `connection refused`. */
  readonly body: string;
}

/** What the control API serves. The local runtime implements it. */
export interface Controllable {
  state(): RuntimeState;
  /** Calls `listener` after each change of the state. Returns a function that ends this. */
  onChange(listener: () => void): () => void;
  /** @throws UsageError when the operation is not possible, with the field, the value and the fix */
  perform(operation: Operation): Promise<void>;
  /** Sends a signed request to the shared name, as a client would. Does not throw without an answer. `path` starts with `/`, `body` is JSON. */
  send(method: "GET" | "POST", path: string, body?: string): Promise<SentRequest>;
}
