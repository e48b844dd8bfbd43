import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, Environment } from "../../config/schema";
import { PublicHostedZone } from "../../modules/dns/public-hosted-zone";
import { RegionalCertificate } from "../../modules/dns/regional-certificate";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { GlobalTable } from "../../modules/storage/global-table";
import type { RegionalTable } from "../../modules/storage/regional-table";
import { BaseStack } from "../base-stack";

/** What the stack provides for one region. */
export interface RegionalTableFacts {
  /** The table in this region. */
  readonly table: RegionalTable;
  /** Certificate for the shared name and the region's own name. */
  readonly certificateArn: string;
}

/** What the other stacks of the architecture refer to. */
export interface TableFacts {
  /** Name of the table in every region. */
  readonly tableName: string;
  /** ID of the hosted zone for the records of all names. */
  readonly hostedZoneId: string;
  /** Facts of each region, by its name. */
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
 * of the list, from whose table DynamoDB creates the replicas.
 */
export class ActiveActiveTableStack extends BaseStack {
  readonly facts: TableFacts;

  private readonly config: ActiveActiveConfig;
  /** Providers of the regions other than the stack's own. */
  private readonly aliases: ReadonlyMap<string, AwsProvider>;

  constructor(scope: Construct, id: string, props: ActiveActiveTableStackProps) {
    const { environment, config } = props;
    const regions = config.regions.map(({ name }) => name);
    const [home = environment.region, ...others] = regions;
    super(scope, id, { environment, region: home });
    this.config = config;
    this.aliases = new Map(others.map((region) => [region, this.createAlias(region)]));

    const table = this.createTable(regions);
    const hostedZoneId = this.findOrCreateHostedZone();
    this.facts = {
      tableName: table.name,
      hostedZoneId,
      regions: new Map(
        regions.map((region) => {
          const certificateArn = this.createCertificate(region, hostedZoneId);
          return [region, { table: table.in(region), certificateArn }];
        }),
      ),
    };
    new TerraformOutput(this, "table_name", { value: table.name, description: "Name of the table in every region" });
  }

  private createTable(regions: readonly string[]): GlobalTable {
    const { table, deletionProtection } = this.config;
    const keys = new Map(
      table.encryption === "customer-managed" ? regions.map((region) => [region, this.createKey(region).arn]) : [],
    );
    return new GlobalTable(this, "table", {
      name: table.name,
      partitionKey: "item_id",
      region: this.account.region,
      kmsKeyArn: keys.get(this.account.region),
      replicas: [...this.aliases].map(([region, provider]) => ({ region, provider, kmsKeyArn: keys.get(region) })),
      deletionProtection,
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

  private createCertificate(region: string, hostedZoneId: string): string {
    const { name } = this.config.domain;
    return new RegionalCertificate(this, `certificate-${region}`, {
      sharedName: name,
      ownName: `${region}.${name}`,
      hostedZoneId,
      sharedRecord: region === this.account.region ? "create" : "exists",
      provider: this.aliases.get(region),
    }).arn;
  }

  private findOrCreateHostedZone(): string {
    const { domain } = this.config;
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
