import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/schema";
import { arnOf } from "../modules/shared/arn";
import { stateBucketName, stateKeyAlias } from "../modules/shared/names";

export interface BaseStackProps {
  readonly environment: Environment;
  /** Region of the stack's default provider. @default the environment's region */
  readonly region?: string;
}

/**
 * Provider versions that a stack runs on. The compiler checks against the upper major (the binding is typed for 6.25),
 * `terraform validate` against the lowest: arguments must exist in both.
 */
const PROVIDER_VERSIONS = ">= 5.100.0, < 7.0.0";
/** Native S3 lock files, write-only arguments and ephemeral resources. */
const TERRAFORM_VERSIONS = ">= 1.11.0";

/** One Terraform state: provider tied to its account, S3 backend encrypted and locked. */
export abstract class BaseStack extends TerraformStack {
  protected readonly environment: Environment;

  constructor(scope: Construct, id: string, props: BaseStackProps) {
    super(scope, id);
    const { environment, region = environment.region } = props;
    this.environment = environment;
    this.createProvider("aws", region);
    this.createBackend(id);
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSIONS);
    this.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
  }

  /** A further provider for resources that AWS keeps in another region than the stack's. */
  protected createAlias(region: string): AwsProvider {
    return this.createProvider(`aws-${region}`, region, region);
  }

  private createProvider(id: string, region: string, alias?: string): AwsProvider {
    const { accountId, name, project, tags } = this.environment;
    return new AwsProvider(this, id, {
      region,
      ...(alias ? { alias } : {}),
      // A profile of another account cannot apply by mistake.
      allowedAccountIds: [accountId],
      defaultTags: [
        { tags: { Project: project, Environment: name, Stack: this.node.id, ManagedBy: "terraform", ...tags } },
      ],
    });
  }

  private createBackend(id: string): void {
    const { accountId, name, project, region } = this.environment;
    const scope = { project, environment: name };
    const backend = new S3Backend(this, {
      bucket: stateBucketName(scope, accountId),
      key: `${name}/${id}.tfstate`,
      region,
      encrypt: true,
      kmsKeyId: arnOf({ service: "kms", region, accountId, resource: stateKeyAlias(scope) }),
    });
    // Typed nowhere in CDKTF 0.21. An override, so that it stays out of the remote-state data sources, which refuse it.
    backend.addOverride("use_lockfile", true);
  }
}
