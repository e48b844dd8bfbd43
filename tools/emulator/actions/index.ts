import { keyAlgorithm } from "./acm/key-algorithm";
import { ipAddressTypes } from "./apigateway/ip-address-type";
import { autoScalingGroups } from "./autoscaling/groups";
import { instanceRefresh } from "./autoscaling/instance-refresh";
import { lifecycleHooks } from "./autoscaling/lifecycle-hooks";
import { scalingPolicies } from "./autoscaling/scaling-policies";
import { backupPlans } from "./backup/plans";
import { recoveryPoints } from "./backup/recovery-points";
import { restoreTestingPlans } from "./backup/restore-testing-plans";
import { restoreTestingSelections } from "./backup/restore-testing-selections";
import { backupSelections } from "./backup/selections";
import { backupTags } from "./backup/tags";
import { vaultPolicies } from "./backup/vault-policies";
import { distributions } from "./cloudfront/distributions";
import { functions } from "./cloudfront/functions";
import { invalidations } from "./cloudfront/invalidations";
import { monitoringSubscriptions } from "./cloudfront/monitoring-subscriptions";
import { policies } from "./cloudfront/policies";
import { cloudFrontTags } from "./cloudfront/tags";
import { vpcOrigins } from "./cloudfront/vpc-origins";
import { compositeAlarmTags } from "./cloudwatch/composite-alarm-tags";
import { compositeAlarms } from "./cloudwatch/composite-alarms";
import { healthCheckMetrics } from "./cloudwatch/health-check-metrics";
import { directConnect } from "./directconnect/gateways";
import { globalTables } from "./dynamodb/global-tables";
import { clientVpnEndpoints } from "./ec2/client-vpn-endpoints";
import { clientVpnNetworks } from "./ec2/client-vpn-networks";
import { instanceMonitoring } from "./ec2/instance-monitoring";
import { launchTemplateTags } from "./ec2/launch-template-tags";
import { localZones, routePropagation } from "./ec2/local-zones";
import { securityGroupRules } from "./ec2/security-group-rules";
import { backupPolicy } from "./efs/backup-policy";
import { fileSystemPolicy } from "./efs/file-system-policy";
import { fileSystems } from "./efs/file-systems";
import type { Feature } from "./feature";
import { aliases } from "./lambda/aliases";
import { functionConfiguration } from "./lambda/function-configuration";
import { invocations } from "./lambda/invocations";
import { networkMonitors } from "./networkmonitor/monitors";
import { clusterRestores } from "./rds/cluster-restores";
import { dbClusters } from "./rds/clusters";
import { eventSubscriptions } from "./rds/event-subscriptions";
import { dbInstances } from "./rds/instances";
import { optionGroups } from "./rds/option-groups";
import { dbParameters } from "./rds/parameters";
import { dbProxies } from "./rds/proxies";
import { proxyEndpoints } from "./rds/proxy-endpoints";
import { readReplicas } from "./rds/read-replicas";
import { routingControls } from "./recoverycluster/routing-controls";
import { healthCheckStatus } from "./route53/health-check-status";
import { healthChecks } from "./route53/health-checks";
import { queryLogging } from "./route53/query-logging";
import { recordSets } from "./route53/record-sets";
import { trafficPolicies } from "./route53/traffic-policies";
import { bucketPolicies } from "./s3/bucket-policies";
import { rotation } from "./secretsmanager/rotation";

/** All features that the gateway adds to moto. If two features have the same action, the earlier one is called first. */
export const features: readonly Feature[] = [
  aliases,
  autoScalingGroups,
  backupPlans,
  backupPolicy,
  backupSelections,
  backupTags,
  bucketPolicies,
  clientVpnEndpoints,
  clientVpnNetworks,
  cloudFrontTags,
  // Before the composite alarms, whose DeleteAlarms answers by itself.
  healthCheckMetrics,
  compositeAlarmTags,
  compositeAlarms,
  dbClusters,
  clusterRestores,
  dbInstances,
  dbParameters,
  dbProxies,
  directConnect,
  distributions,
  eventSubscriptions,
  fileSystemPolicy,
  fileSystems,
  functionConfiguration,
  functions,
  globalTables,
  healthCheckStatus,
  healthChecks,
  instanceMonitoring,
  instanceRefresh,
  invalidations,
  invocations,
  ipAddressTypes,
  keyAlgorithm,
  launchTemplateTags,
  lifecycleHooks,
  localZones,
  monitoringSubscriptions,
  networkMonitors,
  optionGroups,
  policies,
  proxyEndpoints,
  queryLogging,
  readReplicas,
  recordSets,
  recoveryPoints,
  restoreTestingPlans,
  restoreTestingSelections,
  rotation,
  routePropagation,
  routingControls,
  scalingPolicies,
  securityGroupRules,
  trafficPolicies,
  vaultPolicies,
  vpcOrigins,
];
