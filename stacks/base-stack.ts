import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/schema";
import { arnOf } from "../modules/shared/arn";
import { GLOBAL_REGION } from "../modules/shared/global-region";
import { type NamedKind, type NameScope, physicalName, stateBucketName, stateKeyAlias } from "../modules/shared/names";

export interface BaseStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** Region of the stack's default provider. @default the environment's region */
  readonly region?: string | undefined;
}

/**
 * Provider versions that the stacks support. The compiler checks arguments against 6.25, for which the binding is typed.
 * `terraform validate` checks them against the lowest version. So an argument must exist in both.
 */
const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";
/** The lowest version with S3 lock files, write-only arguments and ephemeral resources. */
const TERRAFORM_VERSIONS = ">= 1.11.0";

/** One Terraform state: a provider that accepts one account only, and an S3 backend with encryption and locking. */
export abstract class BaseStack extends TerraformStack {
  protected readonly environment: Environment;
  /** Account and region of the stack's default provider. */
  protected readonly account: { readonly accountId: string; readonly region: string };
  /** The first two parts of every physical name. */
  protected readonly names: NameScope;
  /**
   * Tags of instances, volumes and other resources that an AWS service creates on behalf of the stack. The provider's default
   * tags do not reach them.
   */
  protected readonly launchTags: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    const { environment, region = environment.region } = props;
    const { accountId, name, project, tags } = environment;
    this.environment = environment;
    this.account = { accountId, region };
    this.names = { project, environment: name };
    this.launchTags = { Project: project, Environment: name, Stack: id, ManagedBy: "terraform", ...tags };
    this.createProvider("aws", region);
    this.createBackend(id);
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
    this.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
  }

  /**
   * The physical name of a resource: `<project>-<environment>-<component>`.
   *
   * @param kinds every kind of resource that gets the name. @default generic
   * @throws Error when the name is longer than one of the kinds allows
   */
  protected nameOf(component: string, ...kinds: readonly NamedKind[]): string {
    return physicalName(this.names, component, ...kinds);
  }

  /** Another provider, for resources in another region than the stack's. */
  protected createAlias(region: string): AwsProvider {
    return this.createProvider(`aws-${region}`, region, region);
  }

  /**
   * A provider of us-east-1, for resources that AWS supports in this region only. Undefined if it is the stack's own region.
   *
   * @param aliases the stack's other providers, by region
   */
  protected globalProvider(aliases: ReadonlyMap<string, AwsProvider> = new Map()): AwsProvider | undefined {
    return this.account.region === GLOBAL_REGION
      ? undefined
      : (aliases.get(GLOBAL_REGION) ?? this.createAlias(GLOBAL_REGION));
  }

  private createProvider(id: string, region: string, alias?: string): AwsProvider {
    return new AwsProvider(this, id, {
      region,
      ...(alias ? { alias } : {}),
      // Credentials of another account cannot apply the stack by mistake.
      allowedAccountIds: [this.account.accountId],
      defaultTags: [{ tags: { ...this.launchTags } }],
    });
  }

  private createBackend(id: string): void {
    const { accountId, name, region } = this.environment;
    const backend = new S3Backend(this, {
      bucket: stateBucketName(this.names, accountId),
      key: `${name}/${id}.tfstate`,
      region,
      encrypt: true,
      kmsKeyId: arnOf({ service: "kms", region, accountId, resource: stateKeyAlias(this.names) }),
    });
    // CDKTF 0.21 has no type for this argument. An override keeps it out of remote-state data sources, which refuse it.
    backend.addOverride("use_lockfile", true);
  }
}
