import { AuroraWithProxy, type AuroraWithProxyProps } from "../../../../modules/database/aurora/aurora-with-proxy";
import { DATABASE_NETWORK } from "../../../helpers/database-network";
import { statementsOf } from "../../../helpers/policy";
import { Template } from "../../../helpers/template";

const OLD = "aurora/database";
const RESTORED = "aurora/generation-2/database";

/** The states of a restore, in their order. docs/aurora-api-recovery.md has the same table. */
const STATES = {
  normal: {},
  beside: { restore: { snapshot: "before" } },
  serving: { restore: { snapshot: "before", stage: "serving" } },
  alone: { restore: { snapshot: "before", stage: "alone" } },
  done: { generation: 2 },
} as const satisfies Readonly<Record<string, Partial<AuroraWithProxyProps>>>;

function aurora(props: Partial<AuroraWithProxyProps>): Template {
  return Template.of((scope) => {
    new AuroraWithProxy(scope, "aurora", {
      names: { project: "sample", environment: "test" },
      accountId: "123456789012",
      region: "eu-west-1",
      network: DATABASE_NETWORK,
      kmsKeyArn: "arn:key",
      ...props,
    });
  });
}

const states = Object.fromEntries(Object.entries(STATES).map(([state, props]) => [state, aurora(props)])) as {
  readonly [State in keyof typeof STATES]: Template;
};
const clusters = (template: Template) =>
  template.all("aws_rds_cluster").map(({ cluster_identifier }) => cluster_identifier);
const addresses = (template: Template) => template.resources.map(({ address }) => address);

describe("a restore of AuroraWithProxy", () => {
  it.each<[keyof typeof STATES, readonly string[], string, string]>([
    ["normal", ["sample-test-aurora"], OLD, "aurora/users/api"],
    ["beside", ["sample-test-aurora", "sample-test-aurora-g2"], OLD, "aurora/users/api"],
    ["serving", ["sample-test-aurora", "sample-test-aurora-g2"], RESTORED, "aurora/generation-2/users/api"],
    ["alone", ["sample-test-aurora-g2"], RESTORED, "aurora/generation-2/users/api"],
    ["done", ["sample-test-aurora-g2"], RESTORED, "aurora/generation-2/users/api"],
  ])("in the state %s has the clusters %j, and everything leads to %s", (state, identifiers, path, secret) => {
    const template = states[state];
    expect(clusters(template).sort()).toEqual(identifiers);
    template.one("aws_db_proxy_target", {
      db_cluster_identifier: template.ref("aws_rds_cluster", path, "cluster_identifier"),
    });
    const { auth } = template.one("aws_db_proxy");
    expect(auth).toContainEqual(
      expect.objectContaining({ secret_arn: template.ref("aws_secretsmanager_secret", secret, "arn") }),
    );
    expect(template.one("aws_lambda_invocation").triggers.host).toBe(template.ref("aws_rds_cluster", path, "endpoint"));
  });

  it("only adds resources beside the old cluster, and takes none away when the restored one serves", () => {
    expect(addresses(states.beside)).toEqual(expect.arrayContaining(addresses(states.normal)));
    expect(addresses(states.serving)).toEqual(addresses(states.beside));
  });

  it("ends with the same resources and settings as the next generation, so that the last plan is empty", () => {
    const { snapshot_identifier, ...alone } = states.alone.one("aws_rds_cluster");
    expect(snapshot_identifier).toBe("before");
    expect(alone).toEqual(states.done.one("aws_rds_cluster"));
    const rest = ({ json: { resource } }: Template) => ({ ...resource, aws_rds_cluster: undefined });
    expect(rest(states.alone)).toEqual(rest(states.done));
  });

  it("keeps the old cluster protected", () => {
    states.serving.one("aws_rds_cluster", { cluster_identifier: "sample-test-aurora", deletion_protection: true });
  });

  it("keeps the proxy, so that clients keep their address", () => {
    const proxy = (template: Template) => [template.address("aws_db_proxy"), template.one("aws_db_proxy").name];
    expect(proxy(states.done)).toEqual(proxy(states.normal));
  });

  it("rotates the passwords of both clusters' users with one function", () => {
    const changed = (template: Template) =>
      template
        .all("aws_iam_role_policy")
        .flatMap(({ policy }) => statementsOf(policy))
        .filter(({ sid }) => sid === "ChangeSecrets")
        .flatMap(({ resources }) => resources);
    expect(changed(states.normal)).toHaveLength(3);
    expect(changed(states.beside)).toHaveLength(6);
    states.beside.count("aws_secretsmanager_secret_rotation", 6);
    states.beside.all("aws_secretsmanager_secret_rotation", { rotate_immediately: true });
  });

  it("reads both master secrets, because each cluster's users are changed with its own", () => {
    const read = states.beside
      .all("aws_iam_role_policy")
      .filter(({ policy }) => statementsOf(policy).some(({ sid }) => sid === "ChangeSecrets"))
      .flatMap(({ policy }) => statementsOf(policy))
      .filter(({ actions }) => actions.includes("secretsmanager:GetSecretValue"))
      .flatMap(({ resources }) => resources);
    for (const path of [OLD, RESTORED]) {
      expect(read).toContain(states.beside.ref("aws_rds_cluster", path, "master_user_secret[0].secret_arn"));
    }
  });

  it("refuses a snapshot of another region", () => {
    const snapshot = "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:before";
    expect(() => aurora({ restore: { snapshot } })).toThrow(
      `restore.snapshot must be in eu-west-1, got "${snapshot}"; copy the snapshot to this region first`,
    );
  });
});
