import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { ActiveActiveConfig, Environment } from "../../config/schema";
import { PublicHostedZone } from "../../modules/dns/public-hosted-zone";
import { RegionalCertificate } from "../../modules/dns/regional-certificate";
import { EncryptionKey } from "../../modules/security/encryption-key";
import { physicalName } from "../../modules/shared/names";
import { GlobalTable } from "../../modules/storage/global-table";
import { BaseStack } from "../base-stack";

/** What the later stacks know of the table and of the names. Records are by region. */
export interface TableFacts {
  readonly tableName: string;
  readonly tableArns: Readonly<Record<string, string>>;
  /** Empty where DynamoDB's own key encrypts. */
  readonly tableKeyArns: Readonly<Record<string, string>>;
  readonly hostedZoneId: string;
  /** Each covers the shared name and the region's own. */
  readonly certificateArns: Readonly<Record<string, string>>;
}

export interface ActiveActiveTableStackProps {
  readonly environment: Environment;
  readonly config: ActiveActiveConfig;
}

/**
 * What the regions of the active-active backend share, and what outlives them: the global table, the DNS zone and the
 * certificates. Those stand here because ACM asks for one and the same record to prove the shared name in every region: one
 * state has to own it. The stack's own region is the first of the list, where the table is made.
 */
export class ActiveActiveTableStack extends BaseStack implements TableFacts {
  readonly tableName: string;
  readonly tableArns: Readonly<Record<string, string>>;
  readonly tableKeyArns: Readonly<Record<string, string>>;
  readonly hostedZoneId: string;
  readonly certificateArns: Readonly<Record<string, string>>;

  private readonly config: ActiveActiveConfig;
  private readonly home: string;
  private readonly regions: readonly string[];
  /** Of the regions that are not the stack's own. */
  private readonly aliases: Readonly<Record<string, AwsProvider>>;

  constructor(scope: Construct, id: string, props: ActiveActiveTableStackProps) {
    const { environment, config } = props;
    const regions = config.regions.map(({ name }) => name);
    const [home = environment.region, ...others] = regions;
    super(scope, id, { environment, region: home });
    this.config = config;
    this.home = home;
    this.regions = regions;
    this.aliases = Object.fromEntries(others.map((region) => [region, this.createAlias(region)]));

    this.tableKeyArns = config.table.encryption === "customer-managed" ? this.createKeys() : {};
    const table = this.createTable(others);
    this.tableName = table.name;
    this.tableArns = table.arns;
    this.hostedZoneId = this.findOrCreateHostedZone();
    this.certificateArns = this.createCertificates();
    new TerraformOutput(this, "table_name", { value: table.name, description: "The table, in every region" });
  }

  private createKeys(): Record<string, string> {
    const keys = this.regions.map((region) => [
      region,
      new EncryptionKey(this, `key-${region}`, {
        name: physicalName(this.names, `items-table-${region}`),
        description: "Encrypts the items of the active-active backend",
        accountId: this.environment.accountId,
        region,
        ...this.providerOf(region),
      }).arn,
    ]);
    return Object.fromEntries(keys);
  }

  private createTable(others: readonly string[]): GlobalTable {
    const keyOf = (region: string) => {
      const kmsKeyArn = this.tableKeyArns[region];
      return kmsKeyArn ? { kmsKeyArn } : {};
    };
    return new GlobalTable(this, "table", {
      name: this.config.table.name,
      partitionKey: "item_id",
      region: this.home,
      deletionProtection: this.config.deletionProtection,
      ...keyOf(this.home),
      replicas: others.map((region) => ({
        region,
        provider: this.aliases[region] as AwsProvider,
        ...keyOf(region),
      })),
    });
  }

  private createCertificates(): Record<string, string> {
    const { name } = this.config.domain;
    const certificates = this.regions.map((region) => [
      region,
      new RegionalCertificate(this, `certificate-${region}`, {
        sharedName: name,
        ownName: `${region}.${name}`,
        hostedZoneId: this.hostedZoneId,
        sharedRecord: region === this.home ? "create" : "exists",
        ...this.providerOf(region),
      }).arn,
    ]);
    return Object.fromEntries(certificates);
  }

  private providerOf(region: string): { provider?: AwsProvider } {
    const provider = this.aliases[region];
    return provider ? { provider } : {};
  }

  private findOrCreateHostedZone(): string {
    const { domain } = this.config;
    if ("id" in domain.hostedZone) {
      return domain.hostedZone.id;
    }
    const zone = new PublicHostedZone(this, "hosted-zone", {
      name: domain.hostedZone.create,
      comment: `${this.names.project}-${this.names.environment}: ${domain.name}`,
    });
    new TerraformOutput(this, "name_servers", {
      value: zone.nameServers,
      description: `Name servers that ${domain.hostedZone.create} is to be delegated to`,
    });
    return zone.zoneId;
  }
}
