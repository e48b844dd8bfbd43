import type { Reply } from "../protocol/reply";
import type { AwsRequest } from "../protocol/request";
import type { State } from "../state";

/** One call of an action: the request, the state, and the next handler. */
export interface Call {
  readonly request: AwsRequest;
  /** The path parameters of the route, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly state: State;
  /** Forwards the request to the next feature with this action, or to moto. `change` replaces parts of the request. */
  next(change?: Change): Promise<Reply>;
}

/** Parts of the request that replace those of the client. */
export interface Change {
  readonly method?: string;
  /** Path, with the query string if there is one. */
  readonly path?: string;
  /** Headers, in addition to those of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** The actions that one file adds to moto. */
export interface Feature {
  /** SigV4 signing name of the service, as in a request's credential scope. */
  readonly service: string;
  /** By API action, for services whose requests contain the action. */
  readonly actions?: Readonly<Record<string, Handler>>;
  /** By `METHOD /path/{part}`, for REST services. */
  readonly routes?: Readonly<Record<string, Handler>>;
}
