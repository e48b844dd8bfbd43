import {
  GetAliasCommand,
  type GetAliasCommandOutput,
  GetFunctionConfigurationCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { UsageError } from "../shared/usage-error";

/** Alias of the functions behind the API. */
const ALIAS = "live";
/** Seconds for Lambda to apply a new configuration to a function in a VPC. */
const UPDATE_SECONDS = 120;

/**
 * The drill switch of one region: a health function that answers with another status. A published version cannot change, so a drill
 * publishes a version with another `STATUS`, and moves the alias to it. The end of the drill moves the alias back.
 */
export class HealthSwitch {
  private readonly lambda: LambdaClient;
  private readonly FunctionName: string;

  constructor(lambda: LambdaClient, functionName: string) {
    this.lambda = lambda;
    this.FunctionName = functionName;
  }

  /**
   * Starts a drill.
   *
   * @param status status of the health check, e.g. 503
   * @returns the version that callers get during the drill
   * @throws UsageError during a release or another drill
   */
  async turnOn(status: number): Promise<string> {
    const alias = await this.alias();
    if (Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0) {
      throw new UsageError(
        `${this.FunctionName} must not be in a release, got weights of two versions; end the release first`,
      );
    }
    if (await this.before(alias)) {
      throw new UsageError(
        `${this.FunctionName} must not be in a drill, got version ${alias.FunctionVersion}; end it with --restore`,
      );
    }
    const version = await this.publish(status, alias.FunctionVersion ?? "");
    await this.move(alias, version);
    return version;
  }

  /** Ends a drill. Returns the version that callers get now, or undefined without a drill. */
  async turnOff(): Promise<string | undefined> {
    // A drill that was killed before it moved the alias may have left its setting.
    await this.setStatus(200);
    const alias = await this.alias();
    const version = await this.before(alias);
    if (version !== undefined) {
      await this.move(alias, version);
    }
    return version;
  }

  /** Whether callers get a version of a drill. */
  async isOn(): Promise<boolean> {
    return (await this.before(await this.alias())) !== undefined;
  }

  /** Publishes the version of a drill. `$LATEST` keeps what Terraform has set, so that plans stay empty. */
  private async publish(status: number, before: string): Promise<string> {
    try {
      await this.setStatus(status);
      const { FunctionName } = this;
      const { Version = "" } = await this.lambda.send(
        new PublishVersionCommand({ FunctionName, Description: `drill with STATUS ${status}, before: ${before}` }),
      );
      return Version;
    } finally {
      await this.setStatus(200);
    }
  }

  private async setStatus(status: number): Promise<void> {
    const { FunctionName } = this;
    const { Environment } = await this.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const { STATUS = "200", ...others } = Environment?.Variables ?? {};
    if (STATUS === String(status)) {
      return;
    }
    const Variables = { ...others, STATUS: String(status) };
    await this.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    await waitUntilFunctionUpdatedV2(
      { client: this.lambda, maxWaitTime: UPDATE_SECONDS, minDelay: 1 },
      { FunctionName },
    );
  }

  private alias(): Promise<GetAliasCommandOutput> {
    return this.lambda.send(new GetAliasCommand({ FunctionName: this.FunctionName, Name: ALIAS }));
  }

  /** The version before the drill, or undefined if the alias leads to no version of a drill. */
  private async before({ FunctionVersion }: GetAliasCommandOutput): Promise<string | undefined> {
    const { Description } = await this.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: this.FunctionName, Qualifier: FunctionVersion }),
    );
    return /^drill with STATUS \d+, before: (\d+)$/.exec(Description ?? "")?.[1];
  }

  private async move({ RevisionId }: GetAliasCommandOutput, version: string): Promise<void> {
    const { FunctionName } = this;
    await this.lambda.send(new UpdateAliasCommand({ FunctionName, Name: ALIAS, FunctionVersion: version, RevisionId }));
  }
}
