/** Props of every part of a region's stack. */
export interface RegionPartProps {
  /** Account of the environment, 12 digits. */
  readonly accountId: string;
  /** Region of the stack. */
  readonly region: string;
  /**
   * Prefix of the physical names, e.g. `project-x-prod-items-eu-west-1`. It contains the region, because names of IAM roles are
   * unique in the account and not in a region.
   */
  readonly name: string;
  /** Name of the backend in all regions, e.g. `project-x-prod-items`: a dimension of the metrics that the functions publish. */
  readonly backend: string;
  /** ARN of the key for logs, alarms and environment variables. */
  readonly kmsKeyArn: string;
  /** Days to keep logs. @default 365 */
  readonly logRetentionInDays?: number | undefined;
}
