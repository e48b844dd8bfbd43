import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { SecretAccess } from "../../security/secret-access";
import { ensure } from "../../shared/errors";
import type { ZonalSubnet } from "../database-function";
import type { DatabaseOrigin } from "../database-origin";
import { databaseUsers } from "../database-users";
import { EnhancedMonitoringRole } from "../enhanced-monitoring-role";
import { MysqlInstance, type MysqlInstanceProps } from "./mysql-instance";
import { replicaArguments, writerArguments } from "./mysql-instance-arguments";
import { MysqlSettings } from "./mysql-settings";
import { placeReplicas, type ReplicaPlacement } from "./replica-placement";

export interface MysqlDatabaseProps
  extends Omit<MysqlInstanceProps, "identifier" | "settings" | "monitoringRoleArn" | "own"> {
  /** Identifier of the writer and prefix of every other name, e.g. `project-x-prod-mysql`. */
  readonly name: string;
  /** Account of the database. */
  readonly accountId: string;
  /** Region of the database. */
  readonly region: string;
  /** A reference for a write-only argument. With `rds-managed`, RDS manages the password and refuses read replicas. */
  readonly masterPassword: { readonly reference: string } | "rds-managed";
  /** Isolated subnets in at least two zones. Read replicas fill the zones in this order. */
  readonly subnets: readonly ZonalSubnet[];
  /** Database that the writer is created with. @default none */
  readonly databaseName?: string | undefined;
  /** Master user. Another name replaces the database. @default "project_x_user" */
  readonly masterUsername?: string | undefined;
  /** Major and minor version. RDS applies patches automatically. @default "8.4" */
  readonly engineVersion?: string | undefined;
  /** Whether a standby in another zone takes over when the writer or its zone fails. @default true */
  readonly multiAz?: boolean | undefined;
  /** Initial gp3 storage of the writer in GiB. @default 20 */
  readonly allocatedStorageGiB?: number | undefined;
  /** Limit of storage autoscaling in GiB, at least 10 % above the initial storage. @default 50 */
  readonly maxAllocatedStorageGiB?: number | undefined;
  /** Number of read replicas, 0 to 15. @default 1 */
  readonly readReplicas?: number | undefined;
  /** Whether the writer refuses to be deleted. Without protection, it leaves no final snapshot. @default true */
  readonly deletionProtection?: boolean | undefined;
  /** Where a restored writer gets its data from. @default the writer is created empty */
  readonly origin?: DatabaseOrigin | undefined;
}

type Shared = Omit<MysqlInstanceProps, "identifier" | "own">;

/**
 * RDS for MySQL: a writer, read replicas spread over the zones, and the settings that they share.
 *
 * Multi-AZ bills two instances, each replica one more. A failover takes one to two minutes (RTO) and loses no committed
 * data (RPO 0). The latest restorable time is at most five minutes ago.
 */
export class MysqlDatabase extends Construct {
  readonly arn: string;
  readonly writer: MysqlInstance;
  /** Read replicas. */
  readonly readers: readonly MysqlInstance[];
  /** Initial storage of each instance in GiB. */
  readonly allocatedStorageGiB: number;
  readonly subnetGroupName: string;
  /** Secret of the master user that RDS manages. It exists only when `masterPassword` is `rds-managed`. */
  readonly managedSecret: SecretAccess;

  constructor(scope: Construct, id: string, props: MysqlDatabaseProps) {
    super(scope, id);
    const resolved = withDefaults(props);
    check(resolved);
    const shared = this.createShared(resolved);
    this.writer = this.createWriter(resolved, shared);
    const zones = props.subnets.map(({ zone }) => zone);
    this.readers = placeReplicas(resolved.readReplicas, zones).map((placement) =>
      this.createReplica(placement, resolved, shared),
    );
    this.allocatedStorageGiB = resolved.allocatedStorageGiB;
    this.arn = this.writer.resource.arn;
    this.subnetGroupName = this.writer.resource.dbSubnetGroupName;
    const { secretArn } = this.writer.resource.masterUserSecret.get(0);
    this.managedSecret = new SecretAccess({ arn: secretArn, kmsKeyArn: props.kmsKeyArn, region: props.region });
  }

  private createShared(props: Resolved): Shared {
    const { name, engineVersion } = props;
    const settings = new MysqlSettings(this, "settings", {
      name,
      engineVersion,
      keepOptionGroup: props.deletionProtection,
    });
    return { ...props, settings, monitoringRoleArn: this.createMonitoringRole(props) };
  }

  /** Undefined without enhanced monitoring. */
  private createMonitoringRole({ name, accountId, region, monitoringIntervalSeconds }: Resolved): string | undefined {
    return monitoringIntervalSeconds === 0
      ? undefined
      : new EnhancedMonitoringRole(this, "monitoring", {
          name: `${name}-monitoring`,
          accountId,
          region,
          instancePrefix: name,
        }).arn;
  }

  private createWriter(props: Resolved, shared: Shared): MysqlInstance {
    const { name, subnets } = props;
    const group = new DbSubnetGroup(this, "subnets", {
      name,
      description: "Isolated subnets of the database",
      subnetIds: subnets.map(({ subnetId }) => subnetId),
    });
    const own = writerArguments({ ...props, subnetGroupName: group.name });
    return new MysqlInstance(this, "primary", { ...shared, identifier: name, own });
  }

  private createReplica({ key, zone }: ReplicaPlacement, props: Resolved, shared: Shared): MysqlInstance {
    const own = replicaArguments(this.writer.resource.identifier, zone, props.maxAllocatedStorageGiB);
    return new MysqlInstance(this, `replica-${key}`, { ...shared, identifier: `${props.name}-replica-${key}`, own });
  }
}

type Resolved = ReturnType<typeof withDefaults>;

function withDefaults(props: MysqlDatabaseProps) {
  const { engineVersion = "8.4", multiAz = true, readReplicas = 1, deletionProtection = true } = props;
  const { allocatedStorageGiB = 20, maxAllocatedStorageGiB = 50 } = props;
  const { masterUsername } = databaseUsers({ masterUsername: props.masterUsername });
  return {
    ...props,
    engineVersion,
    multiAz,
    readReplicas,
    deletionProtection,
    allocatedStorageGiB,
    maxAllocatedStorageGiB,
    masterUsername,
  };
}

function check(props: Resolved): void {
  const { readReplicas, masterPassword, subnets, allocatedStorageGiB, maxAllocatedStorageGiB } = props;
  const whole = Number.isInteger(readReplicas) && readReplicas >= 0 && readReplicas <= 15;
  ensure(whole, "readReplicas", "be a whole number from 0 to 15", readReplicas);
  ensure(
    readReplicas === 0 || masterPassword !== "rds-managed",
    "readReplicas",
    "be 0 when RDS manages the master password",
    readReplicas,
    "RDS refuses replicas of such a MySQL instance",
  );
  ensure(subnets.length >= 2, "subnets", "hold at least 2 subnets, in different zones", subnets);
  // RDS user guide, "Managing capacity automatically with Amazon RDS storage autoscaling".
  const least = Math.ceil((allocatedStorageGiB * 11) / 10);
  ensure(
    maxAllocatedStorageGiB >= least,
    "maxAllocatedStorageGiB",
    `be at least ${least}, 10 % above allocatedStorageGiB`,
    maxAllocatedStorageGiB,
  );
}
