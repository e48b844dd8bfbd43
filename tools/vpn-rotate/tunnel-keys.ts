import { type Aws, awsJson } from "../shared/aws-cli";

/** Versions of the tunnel secret, and the appliance's log. */
export interface TunnelKeys {
  /** The labels of each version. */
  readonly labels: () => Promise<Readonly<Record<string, readonly string[]>>>;
  /** Writes a version with the label AWSPENDING. Returns its ID. */
  readonly put: (secret: string) => Promise<string>;
  /** Moves a label between versions, adds it or removes it. */
  readonly move: (
    label: string,
    between: { readonly from?: string | undefined; readonly to?: string | undefined },
  ) => Promise<void>;
  /** Whether the appliance's log has a line with a text since a time, in milliseconds since the epoch. */
  readonly hasSaid: (text: string, since: number) => Promise<boolean>;
}

export interface TunnelResources {
  /** Name of the tunnel secret. */
  readonly secret: string;
  /** Log group of the VPN appliance. */
  readonly logGroup: string;
  /** AWS Region of both. */
  readonly region: string;
}

/** The resources of an environment's failover stack, by their physical names. */
export function tunnelResources(project: string, environment: string, region: string): TunnelResources {
  const prefix = `${project}-${environment}`;
  return { secret: `${prefix}-local-zone-tunnel`, logGroup: `/${prefix}-vpn-appliance`, region };
}

/** The keys in Secrets Manager. A secret is passed on standard input, because other processes can read arguments. */
export function tunnelKeys({ secret, logGroup, region }: TunnelResources, aws: Aws): TunnelKeys {
  const json = <T>(...args: readonly string[]) => awsJson<T>(aws, [...args, "--region", region]);
  return {
    labels: async () =>
      (await json<Record<string, string[]> | null>(
        ...["secretsmanager", "describe-secret", "--secret-id", secret, "--query", "VersionIdsToStages"],
      )) ?? {},
    put: async (text) => {
      const input = JSON.stringify({ SecretId: secret, SecretString: text, VersionStages: ["AWSPENDING"] });
      const call = ["secretsmanager", "put-secret-value", "--cli-input-json", "file:///dev/stdin"];
      const answer = await aws([...call, "--region", region, "--query", "VersionId", "--output", "text"], input);
      return answer.trim();
    },
    move: async (label, { from, to }) => {
      const call = ["secretsmanager", "update-secret-version-stage", "--secret-id", secret, "--version-stage", label];
      const ends = [
        ...(to === undefined ? [] : ["--move-to-version-id", to]),
        ...(from === undefined ? [] : ["--remove-from-version-id", from]),
      ];
      await aws([...call, ...ends, "--region", region]);
    },
    hasSaid: async (text, since) => {
      const found = await json<unknown[]>(
        ...["logs", "filter-log-events", "--log-group-name", logGroup, "--filter-pattern", `"${text}"`],
        ...["--start-time", String(since), "--query", "events[].timestamp"],
      );
      return found.length > 0;
    },
  };
}
