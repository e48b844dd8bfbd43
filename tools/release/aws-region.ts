import { CloudWatchClient, paginateDescribeAlarms, StateValue } from "@aws-sdk/client-cloudwatch";
import {
  GetAliasCommand,
  type GetAliasCommandOutput,
  LambdaClient,
  type LambdaClientConfig,
  paginateListFunctions,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { clientSettings } from "../shared/client-settings";
import { GLOBAL_REGION } from "../shared/global-region";
import type { LiveAlias, LiveFunctions, PublishedVersion, ReleaseRegion } from "./live-alias";

/** Alias of the functions behind the API: `LIVE` in stacks/active-active/items-functions.ts. */
const ALIAS = "live";
/** Attempts of the SDK, with its pauses. A release makes few calls, so that throttling by other programs ends within these. */
const MAX_ATTEMPTS = 5;

/** Endpoint and credentials of an emulated AWS. */
type ClientSettings = Pick<LambdaClientConfig, "endpoint" | "credentials">;

/**
 * A region on AWS.
 *
 * @param prefix what the names of the region's functions and alarms start with, e.g. `project-x-dev-items-eu-west-1-`
 * @param settings for an emulated AWS. By default, the SDK reads its environment variables
 */
export function awsRegion(name: string, prefix: string, settings: ClientSettings = {}): ReleaseRegion {
  const common = { ...clientSettings({ maxAttempts: MAX_ATTEMPTS }), ...settings };
  return {
    name,
    functions: new AwsFunctions(new LambdaClient({ ...common, region: name }), prefix),
    async alarms() {
      const clients = [...new Set([name, GLOBAL_REGION])].map((region) => new CloudWatchClient({ ...common, region }));
      const all = await Promise.all(clients.map((client) => alarmsOf(client, prefix)));
      return { count: all.flat().length, ringing: all.flat().flatMap((it) => (it.isRinging ? [it.name] : [])) };
    },
  };
}

async function alarmsOf(client: CloudWatchClient, AlarmNamePrefix: string) {
  const alarms: { name: string; isRinging: boolean }[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix })) {
    alarms.push(
      ...MetricAlarms.map((it) => ({ name: it.AlarmName ?? "", isRinging: it.StateValue === StateValue.ALARM })),
    );
  }
  return alarms;
}

class AwsFunctions implements LiveFunctions {
  private readonly client: LambdaClient;
  private readonly prefix: string;

  constructor(client: LambdaClient, prefix: string) {
    this.client = client;
    this.prefix = prefix;
  }

  async names(): Promise<string[]> {
    const names: string[] = [];
    for await (const { Functions = [] } of paginateListFunctions({ client: this.client }, {})) {
      names.push(...Functions.map(({ FunctionName = "" }) => FunctionName));
    }
    const own = names.filter((name) => name.startsWith(this.prefix)).sort();
    const aliased = await Promise.all(own.map((name) => this.find(name)));
    return own.filter((_, index) => aliased[index]);
  }

  async alias(functionName: string): Promise<LiveAlias> {
    return toAlias(
      functionName,
      await this.client.send(new GetAliasCommand({ FunctionName: functionName, Name: ALIAS })),
    );
  }

  async versions(functionName: string): Promise<PublishedVersion[]> {
    const versions: PublishedVersion[] = [];
    const pages = paginateListVersionsByFunction({ client: this.client }, { FunctionName: functionName });
    for await (const { Versions = [] } of pages) {
      for (const { Version = "", Environment } of Versions) {
        if (/^\d+$/.test(Version)) {
          versions.push({ version: Version, isDrill: (Environment?.Variables?.STATUS ?? "200") !== "200" });
        }
      }
    }
    return versions.sort((one, other) => Number(one.version) - Number(other.version));
  }

  async route({ functionName, revision }: LiveAlias, version: string, shifting?: LiveAlias["shifting"]) {
    const weights = shifting ? { [shifting.version]: shifting.weight } : {};
    const updated = await this.client.send(
      new UpdateAliasCommand({
        FunctionName: functionName,
        Name: ALIAS,
        FunctionVersion: version,
        RoutingConfig: { AdditionalVersionWeights: weights },
        RevisionId: revision,
      }),
    );
    return toAlias(functionName, updated);
  }

  private async find(functionName: string): Promise<boolean> {
    try {
      await this.alias(functionName);
      return true;
    } catch (error) {
      if ((error as Error).name === "ResourceNotFoundException") {
        return false;
      }
      throw error;
    }
  }
}

function toAlias(
  functionName: string,
  { FunctionVersion = "", RevisionId = "", RoutingConfig }: Omit<GetAliasCommandOutput, "$metadata">,
): LiveAlias {
  const [shifted] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    functionName,
    version: FunctionVersion,
    shifting: shifted && { version: shifted[0], weight: shifted[1] },
    revision: RevisionId,
  };
}
