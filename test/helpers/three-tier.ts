import type { Environment, EnvironmentInput, ThreeTierConfig } from "../../config/schema";
import { SecretAccess } from "../../modules/security/secret-access";
import { mountStatements } from "../../modules/storage/file-system-statements";
import type { DataFacts } from "../../stacks/three-tier/data-facts";
import type { NetworkFacts } from "../../stacks/three-tier/network-stack";
import { type Overrides, sampleEnvironment } from "./environments";
import { TIERED_NETWORK } from "./network";

type Section = NonNullable<EnvironmentInput["threeTier"]>;

const ZONES = [
  { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
  { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
];

/** The environment `dev` with a three-tier section of two zones, and the given changes. */
export function threeTierEnvironment(section: Overrides<Section> = {}): {
  readonly environment: Environment;
  readonly config: ThreeTierConfig;
} {
  const network = { zones: ZONES, ...section.network };
  const environment = sampleEnvironment({
    name: "dev",
    project: "project-x",
    tags: { Environment: "Dev" },
    threeTier: { ...section, network },
  });
  return { environment, config: threeTierOf(environment) };
}

/** The three-tier section of an environment that has one. */
export function threeTierOf({ threeTier, name }: Environment): ThreeTierConfig {
  if (!threeTier) {
    throw new Error(`the environment ${name} must have a three-tier section`);
  }
  return threeTier;
}

/** Facts of a network stack, for stacks that are tested without it. */
export function networkFacts(hasDomain: boolean): NetworkFacts {
  const domain = hasDomain ? { name: "app.example.com", hostedZoneId: "Z0123456789ABC" } : undefined;
  return { ...TIERED_NETWORK, domain };
}

/** Facts of a data stack, for stacks that are tested without it. */
export const DATA: DataFacts = {
  database: {
    clientSecurityGroupId: "sg-mysql-client",
    applicationSecret: new SecretAccess({
      arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:application-AbCdEf",
      kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
      region: "eu-west-1",
    }),
    masterSecrets: [
      {
        arn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:project-x-dev-mysql-master-user-AbCdEf",
        suffix: "",
      },
    ],
    rotationFunctionName: "project-x-dev-mysql-rotation",
    allocatedStorageGiB: 20,
    writer: {
      identifier: "project-x-dev-mysql",
      instanceClass: "db.m6g.large",
      address: "mysql.example.com",
      port: 3306,
    },
    readers: [{ identifier: "project-x-dev-mysql-replica-a", instanceClass: "db.m6g.large" }],
  },
  fileSystem: {
    clientSecurityGroupId: "sg-efs-client",
    fileSystemId: "fs-0123456789abcdef0",
    accessPointId: "fsap-0123456789abcdef0",
    posixUser: { uid: 1500, gid: 1500 },
    mountStatements: () =>
      mountStatements({
        arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-0123456789abcdef0",
        accessPointArn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0123456789abcdef0",
      }),
  },
  backupVaultName: "project-x-dev-data",
  hasBackupCopies: false,
};
