/** The alias `live` of one function. */
export interface LiveAlias {
  /** Name of the function. */
  readonly functionName: string;
  /** The version that gets all calls, except those of `shifting`. */
  readonly version: string;
  /** The version that gets a part of the calls, during a release. `weight` is from 0 to 1. */
  readonly shifting: { readonly version: string; readonly weight: number } | undefined;
  /** Changes with every update of the alias. Lambda refuses an update with an older one. */
  readonly revision: string;
}

/** A published version of a function. */
export interface PublishedVersion {
  readonly version: string;
  /** True if its health check answers with an error for a drill. */
  readonly isDrill: boolean;
}

/** The functions of one region that a release can move. */
export interface LiveFunctions {
  /** Names of the functions with the alias. */
  names(): Promise<readonly string[]>;
  alias(functionName: string): Promise<LiveAlias>;
  /** Published versions, the oldest first. */
  versions(functionName: string): Promise<readonly PublishedVersion[]>;
  /** Moves an alias. @throws Error when another process has changed it since it was read */
  route(alias: LiveAlias, version: string, shifting?: LiveAlias["shifting"]): Promise<LiveAlias>;
}

/** One region of a release. */
export interface ReleaseRegion {
  readonly name: string;
  readonly functions: LiveFunctions;
  /** The alarms of the region: how many there are, and the names of those in state ALARM. */
  alarms(): Promise<{ readonly count: number; readonly ringing: readonly string[] }>;
}
