import type { Reply } from "../protocol/reply";
import type { AwsRequest } from "../protocol/request";
import type { State } from "../state";

/** One call of an action: what is asked, what is kept, and the way on. */
export interface Call {
  readonly request: AwsRequest;
  /** The parts of the path that the route names in braces, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly state: State;
  /** Asks the next feature for this action, in the end moto; with another request if a change is given. */
  next(change?: Change): Promise<Reply>;
}

/** What moto is asked in place of what the client sent. */
export interface Change {
  readonly method?: string;
  /** With its query, if it has one. */
  readonly path?: string;
  /** In addition to the request's own. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Handler = (call: Call) => Reply | Promise<Reply>;

/** What one file adds to moto. */
export interface Feature {
  /** SigV4 signing name of the service, as in a request's credential scope. */
  readonly service: string;
  /** By API action, for services that name it in the request. */
  readonly actions?: Readonly<Record<string, Handler>>;
  /** By `METHOD /path/{part}`, for REST services. */
  readonly routes?: Readonly<Record<string, Handler>>;
}
