import type { Post } from "./oracle";
import type { RawRequest } from "./raw-client";

/** A request, and what its answer must be. */
export interface HostileRequest {
  readonly kind: string;
  readonly raw: RawRequest;
  readonly expected:
    | { readonly type: "refused"; readonly statuses: readonly number[] }
    /** The HTTP server refuses the bytes before API Gateway sees a request. */
    | { readonly type: "not-http" }
    | { readonly type: "post"; readonly post: Post; readonly isLarge: boolean }
    | { readonly type: "get"; readonly id: string; readonly isKnown: boolean };
}
