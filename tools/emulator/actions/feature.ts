import type { Reply } from "../protocol/reply";
import type { AwsRequest } from "../protocol/request";
import type { State } from "../state";

/** One call of an action: its request, the state of the gateway, and access to the next feature. */
export interface Call {
  readonly request: AwsRequest;
  /** The parts of the path that the route names in braces, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly state: State;
  /** Passes the request to the next feature, or to moto after the last one. With a change, the changed request is passed. */
  next(change?: Change): Promise<Reply>;
}

/** Changes to the client's request before it is passed on. */
export interface Change {
  readonly method?: string;
  /** With its query, if it has one. */
  readonly path?: string;
  /** In addition to the request's own. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** Actions of one service that the gateway answers or corrects. */
export interface Feature {
  /** SigV4 signing name of the service, as in a request's credential scope. */
  readonly service: string;
  /** By API action, for services that name it in the request. */
  readonly actions?: Readonly<Record<string, Handler>>;
  /** By `METHOD /path/{part}`, for REST services. */
  readonly routes?: Readonly<Record<string, Handler>>;
}
