import type { RdsClusterInstanceConfig } from "@cdktf/provider-aws/lib/rds-cluster-instance";

/** Settings of one instance of an Aurora cluster. */
interface InstanceSettings {
  readonly identifier: string;
  readonly clusterIdentifier: string;
  readonly engineVersion: string;
  readonly role: "writer" | "reader";
  readonly zone: string;
  readonly monitoringRoleArn: string;
  readonly kmsKeyArn: string;
}

/** UTC. RDS requires that it does not overlap the backup window. */
export const MAINTENANCE_WINDOW = "sun:08:00-sun:09:00";
/** Seconds between two samples of enhanced monitoring. */
const MONITORING_INTERVAL = 60;
/** Days of Performance Insights history that are free of charge, and the limit of Database Insights' standard mode. */
const INSIGHTS_DAYS = 7;

/**
 * Arguments of an Aurora Serverless v2 instance.
 *
 * Promotion tiers are 0 and 1, because only readers of these tiers scale with the writer. So a promoted reader has enough
 * capacity at once (Aurora user guide, "Choosing the promotion tier for an Aurora Serverless v2 reader").
 */
export function auroraInstanceArguments(settings: InstanceSettings): RdsClusterInstanceConfig {
  return {
    identifier: settings.identifier,
    clusterIdentifier: settings.clusterIdentifier,
    instanceClass: "db.serverless",
    engine: "aurora-mysql",
    engineVersion: settings.engineVersion,
    availabilityZone: settings.zone,
    promotionTier: settings.role === "writer" ? 0 : 1,
    publiclyAccessible: false,
    // Valid until 2061. RDS renews certificates without a restart.
    caCertIdentifier: "rds-ca-rsa2048-g1",
    // The configuration sets the version including its patch. After an automatic upgrade, the next plan would downgrade it.
    autoMinorVersionUpgrade: false,
    copyTagsToSnapshot: true,
    preferredMaintenanceWindow: MAINTENANCE_WINDOW,
    monitoringInterval: MONITORING_INTERVAL,
    monitoringRoleArn: settings.monitoringRoleArn,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: settings.kmsKeyArn,
    performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
  };
}
