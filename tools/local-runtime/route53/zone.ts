/** Records and health checks of a hosted zone. Identifiers are the names of the Terraform resources. */
export interface Zone {
  readonly records: readonly ZoneRecord[];
  readonly checks: readonly HealthCheck[];
}

/** A resource record set. AAAA records are left out where an A record of the same name and set exists. */
export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  /** `set_identifier`. Undefined for simple routing. */
  readonly setIdentifier?: string;
  readonly healthCheck?: string;
  /** Seconds. 60 for an alias to API Gateway. */
  readonly ttlSeconds: number;
  readonly policy: RoutingPolicy;
  readonly target: RecordTarget;
}

export type RoutingPolicy =
  | { readonly type: "simple" }
  | { readonly type: "latency"; readonly region: string }
  | { readonly type: "weighted"; readonly weight: number }
  | { readonly type: "failover"; readonly role: "PRIMARY" | "SECONDARY" };

export type RecordTarget =
  /** The API of a region. `evaluateTargetHealth` has no effect for API Gateway (Route 53 documentation). */
  | { readonly type: "region"; readonly region: string; readonly evaluateTargetHealth: boolean }
  /** Other records of the zone, e.g. those of `standby.<name>`. */
  | { readonly type: "records"; readonly name: string; readonly evaluateTargetHealth: boolean };

interface CheckSettings {
  readonly id: string;
  readonly inverted: boolean;
  /** A disabled check is always healthy. */
  readonly disabled: boolean;
}

export type HealthCheck = CheckSettings &
  (
    | {
        readonly type: "endpoint";
        readonly fqdn: string;
        readonly path: string;
        readonly intervalSeconds: number;
        readonly failureThreshold: number;
        readonly checkerRegions: readonly string[];
      }
    | { readonly type: "calculated"; readonly children: readonly string[]; readonly threshold: number }
    | {
        readonly type: "alarm";
        readonly alarmRegion: string;
        /** The region that the alarm evacuates. */
        readonly region: string;
        readonly insufficientData: "Healthy" | "Unhealthy" | "LastKnownStatus";
      }
    | { readonly type: "routing-control"; readonly region: string }
  );
