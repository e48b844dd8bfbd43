import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type Aws, awsJson } from "../shared/aws-cli";

/** Versions of the tunnel secret, and the appliance's log. */
export interface TunnelKeys {
  /** The labels of each version. */
  readonly labels: () => Promise<Readonly<Record<string, readonly string[]>>>;
  /** Writes a version with the label AWSPENDING. Returns its ID. */
  readonly put: (secret: string) => Promise<string>;
  /** Moves a label between versions, adds it or removes it. */
  readonly move: (label: string, between: LabelMove) => Promise<void>;
  /** Whether the appliance's log has a line with a text since a time, in milliseconds since the epoch. */
  readonly hasSaid: (text: string, since: number) => Promise<boolean>;
}

interface LabelMove {
  /** Version that loses the label. @default none */
  readonly from?: string | undefined;
  /** Version that gets the label. @default none */
  readonly to?: string | undefined;
}

export interface TunnelResources {
  /** Name of the tunnel secret. */
  readonly secret: string;
  /** Log group of the VPN appliance. */
  readonly logGroup: string;
  /** AWS Region of both. */
  readonly region: string;
}

/** Secrets Manager and the AWS CLI. The SDK writes the secret, because other processes can read the arguments of the CLI. */
export interface TunnelClients {
  readonly secrets: Pick<SecretsManagerClient, "send">;
  readonly aws: Aws;
  /** Turns errors of the SDK into one line. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

/** The resources of an environment's failover stack, by their physical names. */
export function tunnelResources(project: string, environment: string, region: string): TunnelResources {
  const prefix = `${project}-${environment}`;
  return { secret: `${prefix}-local-zone-tunnel`, logGroup: `/${prefix}-vpn-appliance`, region };
}

/** The keys in Secrets Manager, and the log group of the appliance. */
export function tunnelKeys(resources: TunnelResources, { secrets, aws, ask }: TunnelClients): TunnelKeys {
  const { secret: SecretId, logGroup, region } = resources;
  return {
    labels: async () =>
      (await ask(() => secrets.send(new DescribeSecretCommand({ SecretId })))).VersionIdsToStages ?? {},
    put: async (SecretString) => {
      const command = new PutSecretValueCommand({ SecretId, SecretString, VersionStages: ["AWSPENDING"] });
      return `${(await ask(() => secrets.send(command))).VersionId}`;
    },
    move: async (VersionStage, { from, to }) => {
      const ends = { MoveToVersionId: to, RemoveFromVersionId: from };
      await ask(() => secrets.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, ...ends })));
    },
    hasSaid: async (text, since) => {
      const found = await awsJson<unknown[]>(aws, [
        ...["logs", "filter-log-events", "--log-group-name", logGroup, "--filter-pattern", `"${text}"`],
        ...["--start-time", String(since), "--query", "events[].timestamp", "--region", region],
      ]);
      return found.length > 0;
    },
  };
}
