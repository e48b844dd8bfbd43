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
  /** Seconds. An answer has the TTL of the last record in a chain of aliases. */
  readonly ttlSeconds: number;
  readonly policy: RoutingPolicy;
  /** Name of the traffic policy that creates the record. Undefined for a record of its own. */
  readonly trafficPolicy?: string;
  readonly target: RecordTarget;
}

export type RoutingPolicy =
  | { readonly type: "simple" }
  | { readonly type: "latency"; readonly region: string }
  | { readonly type: "weighted"; readonly weight: number }
  | { readonly type: "failover"; readonly role: "PRIMARY" | "SECONDARY" };

export type RecordTarget =
  /**
   * The API of a region. `evaluateTargetHealth` has no effect, because Route 53 has no health of its own for API Gateway. AWS documents
   * only that it has "no special requirements" there.
   */
  | { readonly type: "region"; readonly region: string; readonly evaluateTargetHealth: boolean }
  /** Other records of the zone, e.g. those of `standby.<name>`. */
  | { readonly type: "records"; readonly name: string; readonly evaluateTargetHealth: boolean };

interface CheckSettings {
  readonly id: string;
  readonly inverted: boolean;
  /** A disabled check is healthy. If it is also inverted, it is unhealthy. */
  readonly disabled: boolean;
}

export type EndpointCheck = CheckSettings & {
  readonly type: "endpoint";
  readonly fqdn: string;
  readonly path: string;
  /** Region that answers at `fqdn`. */
  readonly region: string;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly checkerRegions: readonly string[];
};

export type CalculatedCheck = CheckSettings & {
  readonly type: "calculated";
  readonly children: readonly string[];
  readonly threshold: number;
};

export type AlarmCheck = CheckSettings & {
  readonly type: "alarm";
  readonly alarm: AlarmSettings;
  readonly alarmRegion: string;
  /** The region that the alarm evacuates. */
  readonly region: string;
  readonly insufficientData: "Healthy" | "Unhealthy" | "LastKnownStatus";
};

export type RoutingControlCheck = CheckSettings & {
  readonly type: "routing-control";
  readonly arn: string;
  readonly region: string;
};

export type HealthCheck = EndpointCheck | CalculatedCheck | AlarmCheck | RoutingControlCheck;

/** A CloudWatch alarm on one metric. Field names are those of Terraform. */
export interface AlarmSettings {
  readonly name: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly comparison: AlarmComparison;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: "missing" | "ignore" | "breaching" | "notBreaching";
}

export type AlarmComparison =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";
