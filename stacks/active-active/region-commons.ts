/** What every part of a region's stack is told. */
export interface RegionCommons {
  readonly accountId: string;
  readonly region: string;
  /** Prefix of every name here. With the region: IAM's names are the account's, not the region's. */
  readonly name: string;
  /** Encrypts logs, alarms and settings. */
  readonly kmsKeyArn: string;
  readonly logRetentionInDays: number;
}
