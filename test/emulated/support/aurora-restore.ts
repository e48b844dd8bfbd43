import {
  CreateDBClusterSnapshotCommand,
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
 * Walks through the states of a restore, as docs/aurora-api-recovery.md describes them. The last one ends with an empty plan of
 * every stack. restore-states.test.ts plans the states that are not deployed here.
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
      // The provider does not send this argument with a restore of a snapshot. The next apply does.
      const [change, ...others] = await beside.changes();
      expect([change?.type, change?.attributes]).toEqual(["aws_rds_cluster", ["iam_database_authentication_enabled"]]);
      expect(others).toEqual([]);
    });

    it("moves the proxy and all users to the restored cluster", async () => {
      await deployData(state("serving", { restore: { snapshot, stage: "serving" } }));
      expect([await clusters(), await target()]).toEqual([[first, second], second]);
      expect(await proxySecrets()).toEqual(["api", "migrator", "reader"].map((role) => `${second}-${role}-user`));
    });

    it("ends with the restored cluster alone, which is the next generation", async () => {
      await state("alone", { restore: { snapshot, stage: "alone" } }).deploy();
      expect([await clusters(), await target()]).toEqual([[second], second]);
      expectOnlyKnownDrift(await afterRestore(here.deployment).changes());
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

/** The environment after a restore. Its stacks have other outputs than before. */
export function afterRestore(deployment: Deployment): Deployment {
  return withRestore(deployment, "done", { generation: 2 });
}
