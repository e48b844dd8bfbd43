import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetBackupSelectionCommand,
  GetRestoreTestingSelectionCommand,
  ListBackupPlansCommand,
  ListBackupSelectionsCommand,
  ListBackupVaultsCommand,
  ListRestoreTestingPlansCommand,
} from "@aws-sdk/client-backup";
import {
  DescribeClientVpnAuthorizationRulesCommand,
  DescribeClientVpnEndpointsCommand,
  DescribeClientVpnTargetNetworksCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyEndpointsCommand,
  DescribeEventSubscriptionsCommand,
} from "@aws-sdk/client-rds";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { runProgram } from "../../../tools/shared/program";
import { REPOSITORY_ROOT } from "../../../tools/shared/repository";
import { makeAuthority, makeCertificate } from "../../lab/certificates";
import { afterRestore, describeAuroraRestore } from "./aurora-restore";
import { deployed } from "./deployed";
import { leakedSecrets } from "./leaks";
import { liftProtection } from "./protection";

/** Database users, in the order of their secrets' names. */
const USERS = ["api", "migrator", "reader"];

/** Expected results of an environment's configuration in the emulated AWS. */
export interface AuroraApiPromises {
  readonly instances: number;
  readonly associations: number;
  readonly deletionProtection: boolean;
  /** Whether to walk through a restore, which takes some minutes. */
  readonly restore: boolean;
}

/** Deploys, checks, plans again and destroys the relational API of one environment. */
export function describeAuroraApi(name: string, promises: AuroraApiPromises): void {
  describe(`aurora-api in ${name}`, () => {
    const here = deployed(name, "aurora-api");

    it("runs an encrypted cluster with its writer and readers, none of them public", async () => {
      const { DBClusters = [] } = await here.aws.rds.send(new DescribeDBClustersCommand({}));
      expect(DBClusters).toEqual([
        expect.objectContaining({
          Engine: "aurora-mysql",
          StorageEncrypted: true,
          IAMDatabaseAuthenticationEnabled: true,
          DeletionProtection: promises.deletionProtection,
        }),
      ]);
      const { DBInstances = [] } = await here.aws.rds.send(new DescribeDBInstancesCommand({}));
      expect(DBInstances).toHaveLength(promises.instances);
      for (const instance of DBInstances) {
        expect(instance).toMatchObject({ DBInstanceClass: "db.serverless", PubliclyAccessible: false });
      }
    });

    it("rotates a secret for each role, and one proxy accepts their users", async () => {
      const { SecretList = [] } = await here.aws.secrets.send(new ListSecretsCommand({}));
      const own = SecretList.filter(({ Name = "" }) => Name.endsWith("-user"));
      const prefix = `${here.deployment.environment.project}-${name}-aurora`;
      expect(own.map(({ Name }) => Name).sort()).toEqual(USERS.map((user) => `${prefix}-${user}-user`));
      for (const { RotationEnabled } of own) {
        expect(RotationEnabled).toBe(true);
      }
      const { DBProxies = [] } = await here.aws.rds.send(new DescribeDBProxiesCommand({}));
      const accepted = DBProxies.flatMap(({ Auth = [] }) => Auth.map(({ SecretArn }) => SecretArn));
      expect(accepted.sort()).toEqual(own.map(({ ARN }) => ARN).sort());
    });

    it("has a proxy with TLS and IAM authentication, and a reader endpoint if there are readers", async () => {
      const { DBProxies = [] } = await here.aws.rds.send(new DescribeDBProxiesCommand({}));
      expect(DBProxies).toEqual([
        expect.objectContaining({
          RequireTLS: true,
          Auth: USERS.map(() => expect.objectContaining({ IAMAuth: "REQUIRED" })),
        }),
      ]);
      const { DBProxyEndpoints = [] } = await here.aws.rds.send(new DescribeDBProxyEndpointsCommand({}));
      expect(DBProxyEndpoints.map(({ TargetRole }) => TargetRole)).toEqual(promises.instances > 1 ? ["READ_ONLY"] : []);
    });

    it("backs up exactly the cluster into a locked vault, and restores it in a test", async () => {
      const { backup, rds } = here.aws;
      const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
      const clusters = DBClusters.map(({ DBClusterArn }) => DBClusterArn);
      const { BackupVaultList } = await backup.send(new ListBackupVaultsCommand({}));
      expect(BackupVaultList).toEqual([expect.objectContaining({ Locked: true, MinRetentionDays: 35 })]);
      const { BackupPlansList: [{ BackupPlanId } = {}] = [] } = await backup.send(new ListBackupPlansCommand({}));
      const { BackupSelectionsList: [{ SelectionId } = {}] = [] } = await backup.send(
        new ListBackupSelectionsCommand({ BackupPlanId }),
      );
      const { BackupSelection } = await backup.send(new GetBackupSelectionCommand({ BackupPlanId, SelectionId }));
      expect(BackupSelection?.Resources).toEqual(clusters);
      const { RestoreTestingPlans: [{ RestoreTestingPlanName } = {}] = [] } = await backup.send(
        new ListRestoreTestingPlansCommand({}),
      );
      const { RestoreTestingSelection } = await backup.send(
        new GetRestoreTestingSelectionCommand({ RestoreTestingPlanName, RestoreTestingSelectionName: "cluster" }),
      );
      expect(RestoreTestingSelection).toMatchObject({
        ProtectedResourceType: "Aurora",
        ProtectedResourceArns: clusters,
        RestoreMetadataOverrides: { dbSubnetGroupName: DBClusters[0]?.DBSubnetGroup },
      });
    });

    it("subscribes the topic of the alarms to events of cluster, instances and proxy", async () => {
      const { EventSubscriptionsList = [] } = await here.aws.rds.send(new DescribeEventSubscriptionsCommand({}));
      const sources = EventSubscriptionsList.map(({ SourceType, SourceIdsList = [] }) => [
        SourceType,
        SourceIdsList.length,
      ]);
      expect(sources.sort()).toEqual([
        ["db-cluster", 1],
        ["db-instance", promises.instances],
        ["db-proxy", 1],
      ]);
    });

    it("authorizes VPN clients for the database's subnets and the VPC's DNS server only", async () => {
      const { ClientVpnEndpoints = [] } = await here.aws.ec2.send(new DescribeClientVpnEndpointsCommand({}));
      expect(ClientVpnEndpoints).toEqual([expect.objectContaining({ SplitTunnel: true, VpnPort: 443 })]);
      const ClientVpnEndpointId = ClientVpnEndpoints[0]?.ClientVpnEndpointId;
      const networks = await here.aws.ec2.send(new DescribeClientVpnTargetNetworksCommand({ ClientVpnEndpointId }));
      expect(networks.ClientVpnTargetNetworks).toHaveLength(promises.associations);
      const rules = await here.aws.ec2.send(new DescribeClientVpnAuthorizationRulesCommand({ ClientVpnEndpointId }));
      expect(rules.AuthorizationRules?.map(({ DestinationCidr }) => DestinationCidr).sort()).toEqual([
        "10.11.0.2/32",
        "10.11.192.0/20",
        "10.11.208.0/20",
      ]);
    });

    it("writes a user's VPN profile that only its owner can read", async () => {
      const folder = mkdtempSync(join(tmpdir(), "vpn-"));
      try {
        makeAuthority(folder, "clients");
        makeCertificate(folder, "clients", "alice", "clientAuth");
        const output = join(folder, "alice.ovpn");
        const files = [
          "--certificate",
          join(folder, "alice.pem"),
          "--key",
          join(folder, "alice.key"),
          "--output",
          output,
        ];
        const args = ["run", "--silent", "vpn:profile", "--", "--environment", name, ...files];
        const { code, stdout, stderr } = await runProgram("npm", args, {
          cwd: REPOSITORY_ROOT,
          env: here.deployment.credentials(),
          timeoutSeconds: 60,
        });
        expect([code, stderr.replace(/^npm warn.*\n/gm, "")]).toEqual([0, ""]);
        expect(stdout).toContain("10.11.0.2/32, 10.11.192.0/20, 10.11.208.0/20 through");
        expect(statSync(output).mode & 0o777).toBe(0o600);
        expect(readFileSync(output, "utf8")).toMatch(/^remote cvpn-endpoint-[0-9a-f]{17}\.prod\.clientvpn\..* 443$/m);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it("has the migrations of this checkout, which the emulated AWS does not run", async () => {
      const args = ["run", "--silent", "database:migrate", "--", "--environment", name];
      const { code, stdout, stderr } = await runProgram("npm", args, {
        cwd: REPOSITORY_ROOT,
        env: here.deployment.credentials(),
        timeoutSeconds: 60,
      });
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain(
        `Migrating in project-x-${name}-aurora-migrations ...\nthe function must answer with its databases, got {}; `,
      );
    });

    if (promises.restore) {
      describeAuroraRestore(here);
    }

    it("has no secret in state, plan or synthesized configuration", async () => {
      expect(await leakedSecrets(here.deployment, here.aws, USERS.length)).toEqual([]);
    });

    it("leaves no resources when it is destroyed", async () => {
      await liftProtection(here.aws);
      await (promises.restore ? afterRestore(here.deployment) : here.deployment).destroy();
      const { DBClusters } = await here.aws.rds.send(new DescribeDBClustersCommand({}));
      const { DBProxies } = await here.aws.rds.send(new DescribeDBProxiesCommand({}));
      const { ClientVpnEndpoints } = await here.aws.ec2.send(new DescribeClientVpnEndpointsCommand({}));
      const { Vpcs } = await here.aws.ec2.send(
        new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["false"] }] }),
      );
      const left = [DBClusters, DBProxies, ClientVpnEndpoints, Vpcs];
      expect(left.map((list) => list ?? [])).toEqual([[], [], [], []]);
    });
  });
}
