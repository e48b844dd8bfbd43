import {
  CreateDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetsCommand,
} from "@aws-sdk/client-rds";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { type RestoreState, withRestore } from "./aurora-states";
import type { Deployed } from "./deployed";
import type { Deployment } from "./deployment";
import { expectOnlyKnownDrift } from "./known-drift";

/**
 * Walks through the states of a restore, as docs/aurora-api-recovery.md describes them: twice beside, once with a switch. Every
 * state ends with an empty plan of every stack.
 */
export function describeAuroraRestore(here: Deployed): void {
  describe("a restore", () => {
    const snapshot = "before-restore";
    let first: string;
    let second: string;

    it("creates a cluster beside the old one, from a snapshot", async () => {
      [first = ""] = await clusters();
      second = `${first}-g2`;
      await here.aws.rds.send(
        new CreateDBClusterSnapshotCommand({
          DBClusterIdentifier: first,
          DBClusterSnapshotIdentifier: snapshot,
        }),
      );
      const beside = state("beside", { restore: { snapshot, stage: "beside" } });
      await deployData(beside);
      expect(await clusters()).toEqual([first, second]);
      expect(await target()).toBe(first);
      // The provider does not send this argument with a restore of a snapshot. The runbook says to apply twice.
      const [change, ...others] = await beside.changes();
      expect([change?.type, change?.attributes]).toEqual(["aws_rds_cluster", ["iam_database_authentication_enabled"]]);
      expect(others).toEqual([]);
      await deployData(beside);
      expectOnlyKnownDrift(await beside.changes());
    });

    it("moves the proxy and all users to the restored cluster, and back", async () => {
      const serving = state("serving", { restore: { snapshot, stage: "serving" } });
      await serving.deploy();
      expect([await clusters(), await target()]).toEqual([[first, second], second]);
      expect(await proxySecrets()).toEqual(["api", "migrator", "reader"].map((role) => `${second}-${role}-user`));
      expectOnlyKnownDrift(await serving.changes());

      await deployData(state("back", { restore: { snapshot, stage: "beside" } }));
      expect([await clusters(), await target()]).toEqual([[first, second], first]);
      await deployData(serving);
      expect(await target()).toBe(second);
    });

    it("ends with the restored cluster alone, which is the next generation", async () => {
      await deployData(state("alone", { restore: { snapshot, stage: "alone" } }));
      expect([await clusters(), await target()]).toEqual([[second], second]);
      expectOnlyKnownDrift(await state("done", { generation: 2 }).changes());
    });

    it("can be repeated from a point in time, and given up", async () => {
      const third = `${first}-g3`;
      await deployData(state("again", { generation: 2, restore: { pointInTime: "latest", stage: "beside" } }));
      expect([await clusters(), await target()]).toEqual([[second, third], second]);
      const done = state("done", { generation: 2 });
      await deployData(done);
      expect([await clusters(), await target()]).toEqual([[second], second]);
      expectOnlyKnownDrift(await done.changes());
      const { DBClusterSnapshots = [] } = await here.aws.rds.send(new DescribeDBClusterSnapshotsCommand({}));
      expect(DBClusterSnapshots.map((each) => each.DBClusterSnapshotIdentifier)).toContain(snapshot);
    });
  });

  function state(label: string, changes: RestoreState): Deployment {
    return withRestore(here.deployment, label, changes);
  }

  async function deployData(deployment: Deployment): Promise<void> {
    await deployment.deployOnly([deployment.stack("data").id, "--ignore-missing-stack-dependencies"]);
  }

  async function clusters(): Promise<string[]> {
    const { DBClusters = [] } = await here.aws.rds.send(new DescribeDBClustersCommand({}));
    return DBClusters.map(({ DBClusterIdentifier = "" }) => DBClusterIdentifier).sort();
  }

  /** The cluster that the proxy leads to. */
  async function target(): Promise<string | undefined> {
    const { DBProxies = [] } = await here.aws.rds.send(new DescribeDBProxiesCommand({}));
    const { DBProxyName } = DBProxies[0] ?? {};
    const { Targets = [] } = await here.aws.rds.send(new DescribeDBProxyTargetsCommand({ DBProxyName }));
    const tracked = Targets.filter(({ Type }) => Type === "TRACKED_CLUSTER");
    return tracked[0]?.RdsResourceId;
  }

  /** Names of the secrets that the proxy reads. */
  async function proxySecrets(): Promise<string[]> {
    const { DBProxies = [] } = await here.aws.rds.send(new DescribeDBProxiesCommand({}));
    const arns = (DBProxies[0]?.Auth ?? []).map(({ SecretArn }) => SecretArn);
    const { SecretList = [] } = await here.aws.secrets.send(new ListSecretsCommand({ MaxResults: 100 }));
    return SecretList.filter(({ ARN }) => arns.includes(ARN))
      .map(({ Name = "" }) => Name)
      .sort();
  }
}
