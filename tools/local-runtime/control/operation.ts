/** What an operator can do to the local runtime. `region`, `from` and `to` are names of regions. */
export type Operation =
  /** Refuses every connection to the region. */
  | { readonly type: "fail"; readonly region: string }
  /** Makes the table refuse every write of a client. */
  | { readonly type: "fail-writes"; readonly region: string }
  /** Delays each request. `ms` from 1 to 60,000. */
  | { readonly type: "slow"; readonly region: string; readonly ms: number }
  /** Sets the status of `GET /health`, like `npm run drill:health`. `status` is 200, or 400 to 599. */
  | { readonly type: "health-status"; readonly region: string; readonly status: number }
  /** Ends all four faults of the region. */
  | { readonly type: "heal"; readonly region: string }
  /** Takes the region out of DNS, like `npm run evacuate`. Refused for the last healthy region. */
  | { readonly type: "drain"; readonly region: string }
  | { readonly type: "undrain"; readonly region: string }
  /** Stops and resumes the replication from one region to another. */
  | { readonly type: "sever"; readonly from: string; readonly to: string }
  | { readonly type: "mend"; readonly from: string; readonly to: string }
  /** Moves the clients near another region, any AWS region. */
  | { readonly type: "clients"; readonly region: string }
  /** Shows the message of a drill. Without `message`, no drill is under way. */
  | { readonly type: "drill"; readonly message?: string };
