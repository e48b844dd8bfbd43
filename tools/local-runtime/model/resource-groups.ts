/** Resource types that the local runtime emulates, at least in part. */
export const EMULATED: ReadonlySet<string> = new Set([
  "aws_api_gateway_base_path_mapping",
  "aws_api_gateway_deployment",
  "aws_api_gateway_domain_name",
  "aws_api_gateway_method_settings",
  "aws_api_gateway_rest_api",
  "aws_api_gateway_stage",
  "aws_cloudwatch_metric_alarm",
  "aws_dynamodb_table",
  "aws_dynamodb_table_replica",
  "aws_lambda_alias",
  "aws_lambda_function",
  "aws_route53_health_check",
  "aws_route53_record",
  "aws_route53_traffic_policy",
  "aws_route53_traffic_policy_instance",
  "aws_route53recoverycontrolconfig_routing_control",
]);

const NETWORK = "VPC, security groups and endpoint policy";
const PERMISSIONS = "IAM permissions and resource policies";
const WEB_ACL = "web ACL and its limits per address";
const BACKUPS = "backups and restore tests";
const KEYS = "KMS keys";
const LOGS = "log groups, and how long they keep logs";
const NOTIFICATIONS = "notifications and composite alarms";
const CERTIFICATES = "certificates and their validation";
const ZONE = "hosted zone and query log";
const CONTROLS = "clusters and safety rules of routing controls";

/** Group of each known type that is not emulated. The local runtime lists other types by their names. */
export const GROUPS: Readonly<Record<string, string>> = {
  aws_acm_certificate: CERTIFICATES,
  aws_acm_certificate_validation: CERTIFICATES,
  aws_api_gateway_account: LOGS,
  aws_backup_plan: BACKUPS,
  aws_backup_restore_testing_plan: BACKUPS,
  aws_backup_restore_testing_selection: BACKUPS,
  aws_backup_selection: BACKUPS,
  aws_backup_vault: BACKUPS,
  aws_backup_vault_lock_configuration: BACKUPS,
  aws_backup_vault_policy: BACKUPS,
  aws_cloudwatch_composite_alarm: NOTIFICATIONS,
  aws_cloudwatch_dashboard: "dashboard",
  aws_cloudwatch_log_group: LOGS,
  aws_cloudwatch_log_resource_policy: LOGS,
  aws_default_security_group: NETWORK,
  aws_flow_log: NETWORK,
  aws_iam_role: PERMISSIONS,
  aws_iam_role_policy: PERMISSIONS,
  aws_iam_role_policy_attachment: PERMISSIONS,
  aws_kms_alias: KEYS,
  aws_kms_key: KEYS,
  aws_lambda_permission: PERMISSIONS,
  aws_route53_query_log: ZONE,
  aws_route53_zone: ZONE,
  aws_route53recoverycontrolconfig_cluster: CONTROLS,
  aws_route53recoverycontrolconfig_control_panel: CONTROLS,
  aws_route53recoverycontrolconfig_safety_rule: CONTROLS,
  aws_route_table: NETWORK,
  aws_route_table_association: NETWORK,
  aws_security_group: NETWORK,
  aws_sns_topic: NOTIFICATIONS,
  aws_sns_topic_policy: NOTIFICATIONS,
  aws_sns_topic_subscription: NOTIFICATIONS,
  aws_subnet: NETWORK,
  aws_vpc: NETWORK,
  aws_vpc_endpoint: NETWORK,
  aws_vpc_security_group_egress_rule: NETWORK,
  aws_vpc_security_group_ingress_rule: NETWORK,
  aws_wafv2_ip_set: WEB_ACL,
  aws_wafv2_web_acl: WEB_ACL,
  aws_wafv2_web_acl_association: WEB_ACL,
  aws_wafv2_web_acl_logging_configuration: WEB_ACL,
};
