import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, ActiveActiveRegionConfig, Environment } from "../../config/schema";
import { PublicHostedZone } from "../../modules/dns/public-hosted-zone";
import { RegionalCertificate } from "../../modules/dns/regional-certificate";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { required } from "../../modules/shared/errors";
import { regionsByState } from "../../modules/shared/region-states";
import { GlobalTable } from "../../modules/storage/global-table";
import type { RegionalTable } from "../../modules/storage/regional-table";
import { BaseStack } from "../base-stack";

/** What the stack provides for one region. */
export interface RegionalTableFacts {
  /** The table in this region. */
  readonly table: RegionalTable;
  /** The region's names. Undefined without a domain. */
  readonly names: RegionalNames | undefined;
}

/** The names of one region's API. */
export interface RegionalNames {
  /** Name that all regions share, e.g. `api.example.com`. */
  readonly shared: string;
  /** The region's own name, e.g. `eu-west-1.api.example.com`. */
  readonly own: string;
  /** Certificate for both names. */
  readonly certificateArn: string;
  /** ID of the hosted zone for the records of all names. */
  readonly hostedZoneId: string;
}

/** What the other stacks of the architecture refer to. */
export interface TableFacts {
  /** Name of the table in every region. */
  readonly tableName: string;
  /** The shared name and the hosted zone for its records. Undefined without a domain. */
  readonly domain: { readonly name: string; readonly hostedZoneId: string } | undefined;
  /** Facts of each deployed region, by its name. */
  readonly regions: ReadonlyMap<string, RegionalTableFacts>;
}

export interface ActiveActiveTableStackProps {
  /** The environment that the stack belongs to. */
  readonly environment: Environment;
  /** The architecture's section of the environment. */
  readonly config: ActiveActiveConfig;
}

/**
 * Resources that the regions share and that outlive them: the global table, the hosted zone and the certificates. ACM requires the
 * same record in every region to validate the shared name, so one state must own the record. The stack's own region is the first
 * of the list, from whose table DynamoDB creates the replicas. A removed region has its provider only.
 */
export class ActiveActiveTableStack extends BaseStack {
  readonly facts: TableFacts;

  private readonly config: ActiveActiveConfig;
  /** Providers of all regions other than the stack's own, also of removed ones. Terraform needs them to destroy a replica. */
  private readonly aliases: ReadonlyMap<string, AwsProvider>;

  constructor(scope: Construct, id: string, props: ActiveActiveTableStackProps) {
    const { environment, config } = props;
    const { all, deployed } = regionsByState(config.regions);
    const [home = environment.region, ...others] = all.map(({ name }) => name);
    super(scope, id, { environment, region: home });
    this.config = config;
    this.aliases = new Map(others.map((region) => [region, this.createAlias(region)]));

    const table = this.createTable(deployed);
    const domain = config.domain && {
      name: config.domain.name,
      hostedZoneId: this.findOrCreateHostedZone(config.domain),
    };
    this.facts = {
      tableName: table.name,
      domain,
      regions: new Map(
        deployed.map(({ name }) => [name, { table: table.in(name), names: domain && this.createNames(name, domain) }]),
      ),
    };
    new TerraformOutput(this, "table_name", { value: table.name, description: "Name of the table in every region" });
  }

  private createTable([home, ...others]: readonly ActiveActiveRegionConfig[]): GlobalTable {
    const { table, deletionProtection } = this.config;
    const settings = (region: ActiveActiveRegionConfig | undefined) => ({
      kmsKeyArn: table.encryption === "customer-managed" && region ? this.createKey(region.name).arn : undefined,
      deletionProtection: region?.deletionProtection ?? deletionProtection,
    });
    return new GlobalTable(this, "table", {
      name: table.name,
      partitionKey: "item_id",
      region: this.account.region,
      ...settings(home),
      replicas: others.map((region) => ({
        region: region.name,
        provider: required(this.aliases, region.name, "providers"),
        ...settings(region),
      })),
    });
  }

  private createKey(region: string): EncryptionKey {
    return new EncryptionKey(this, `key-${region}`, {
      name: this.nameOf(`items-table-${region}`),
      description: "Encrypts the items of the active-active backend",
      accountId: this.account.accountId,
      region,
      provider: this.aliases.get(region),
    });
  }

  private createNames(region: string, domain: NonNullable<TableFacts["domain"]>): RegionalNames {
    const { name: shared, hostedZoneId } = domain;
    const own = `${region}.${shared}`;
    const { arn } = new RegionalCertificate(this, `certificate-${region}`, {
      sharedName: shared,
      ownName: own,
      hostedZoneId,
      sharedRecord: region === this.account.region ? "create" : "exists",
      provider: this.aliases.get(region),
    });
    return { shared, own, certificateArn: arn, hostedZoneId };
  }

  private findOrCreateHostedZone(domain: NonNullable<ActiveActiveConfig["domain"]>): string {
    if ("id" in domain.hostedZone) {
      return domain.hostedZone.id;
    }
    const zone = new PublicHostedZone(this, "hosted-zone", {
      name: domain.hostedZone.create,
      comment: `${this.names.project}-${this.names.environment}: ${domain.name}`,
      queryLog: domain.hostedZone.queryLogging
        ? {
            name: this.nameOf("items"),
            accountId: this.account.accountId,
            retentionInDays: this.config.logRetentionInDays,
            provider: this.globalProvider(this.aliases),
          }
        : undefined,
    });
    new TerraformOutput(this, "name_servers", {
      value: zone.nameServers,
      description: `Name servers for the delegation of ${domain.hostedZone.create}`,
    });
    return zone.zoneId;
  }
}
