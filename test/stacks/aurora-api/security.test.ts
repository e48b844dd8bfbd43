import { auroraStacks, CERTIFICATE_VPN } from "../../helpers/aurora-api";
import { statementsOf } from "../../helpers/policy";
import type { Attributes } from "../../helpers/resource";
import { SecurityGraph } from "../../helpers/security-graph";
import type { Template } from "../../helpers/template";

const { network, data, schema, api, vpn } = auroraStacks({ vpn: CERTIFICATE_VPN }) as Record<string, Template>;
const all = [network, data, schema, api, vpn] as Template[];
const graph = new SecurityGraph(all);
const CLUSTER = "aurora/cluster/server";
const PROXY = "aurora/proxy/server";
const USERS = ["migrator", "api", "reader"];
const PROXY_CLIENTS = "aurora/proxy/client";

/** Whether a stack refers to a security group of the data stack. */
function refersTo(attributes: { readonly [name: string]: unknown }, path: string): boolean {
  const address = data?.address("aws_security_group", path).replace("aws_security_group.", "") ?? "";
  return JSON.stringify(attributes).includes(address);
}

describe("network access to the Aurora cluster", () => {
  it("leads through the proxy", () => {
    expect(graph.reaches(PROXY_CLIENTS, PROXY, 3306)).toBe(true);
    const { vpc_security_group_ids } = data?.one("aws_db_proxy") ?? {};
    expect(vpc_security_group_ids).toEqual([
      data?.ref("aws_security_group", PROXY),
      data?.ref("aws_security_group", "aurora/cluster/client"),
    ]);
    expect(graph.reaches("aurora/cluster/client", CLUSTER, 3306)).toBe(true);
  });

  it("is impossible for clients of the proxy", () => {
    expect(graph.obstacle(PROXY_CLIENTS, CLUSTER, 3306)).toContain("no egress rule");
    expect(graph.reaches("security-group", CLUSTER, 3306)).toBe(false);
    expect(graph.reaches("10.11.0.0/16", CLUSTER, 3306)).toBe(false);
    expect(graph.reaches("192.168.128.0/22", CLUSTER, 3306)).toBe(false);
  });

  it("is limited to one port, and to one direction", () => {
    for (const port of [22, 33_060, 443]) {
      expect(graph.reaches("aurora/cluster/client", CLUSTER, port)).toBe(false);
    }
    expect(graph.reaches(CLUSTER, "aurora/cluster/client", 3306)).toBe(false);
    data?.none("aws_vpc_security_group_egress_rule", { ip_protocol: "-1" });
  });

  it("is limited to the proxy and the functions for bootstrap, rotation and migrations", () => {
    const client = data?.ref("aws_security_group", "aurora/cluster/client") ?? "";
    const holders = (data?.resources ?? []).filter(
      ({ type, attributes }) => !type.startsWith("aws_vpc_security") && JSON.stringify(attributes).includes(client),
    );
    expect(holders.map(({ path }) => path).sort()).toEqual([
      "aurora/bootstrap/Resource",
      "aurora/connections",
      "aurora/connections/read-only",
      "aurora/rotation-function/Resource",
    ]);
    const inSchema = (schema?.resources ?? []).filter(({ attributes }) =>
      JSON.stringify(attributes).includes("aws_security_groupaurora_cluster_client"),
    );
    expect(inSchema.map(({ path }) => path)).toEqual(["migrations/Resource"]);
    expect(refersTo(schema?.json ?? {}, PROXY_CLIENTS)).toBe(false);
    for (const stack of [api, vpn]) {
      expect(refersTo(stack?.json ?? {}, "aurora/cluster/client")).toBe(false);
      expect(refersTo(stack?.json ?? {}, PROXY_CLIENTS)).toBe(true);
    }
  });

  it("needs the cluster's own security group", () => {
    expect(data?.one("aws_rds_cluster").vpc_security_group_ids).toEqual([data?.ref("aws_security_group", CLUSTER)]);
  });
});

describe("secrets", () => {
  it("are in no environment, output or attribute", () => {
    for (const stack of all) {
      const { output = {}, resource = {} } = stack.json;
      for (const { value } of Object.values(output) as { value: string }[]) {
        expect(String(value)).not.toMatch(/ephemeral\.|secret_string/);
      }
      for (const { environment } of Object.values(resource.aws_lambda_function ?? {}) as Attributes[]) {
        expect(JSON.stringify(environment)).not.toMatch(/password|ephemeral/i);
      }
    }
    expect(data?.one("aws_rds_cluster")).toMatchObject({ manage_master_user_password: true });
    expect(data?.one("aws_rds_cluster")).not.toHaveProperty("master_password");
    for (const version of data?.all("aws_secretsmanager_secret_version") ?? []) {
      expect(version).not.toHaveProperty("secret_string");
    }
  });

  it("of the users can be read by the proxy, but not the master user's", () => {
    const { policy } = data?.one("aws_iam_role_policy", { name: "read-secret" }) ?? {};
    const secrets = USERS.map((user) => data?.ref("aws_secretsmanager_secret", `aurora/users/${user}`, "arn"));
    const statements = statementsOf(policy);
    const reads = statements.filter(({ actions }) => actions.includes("secretsmanager:GetSecretValue"));
    expect(reads.map(({ resources }) => resources)).toEqual(secrets.map((secret) => [secret]));
    const decrypts = statements.filter(({ actions }) => actions.includes("kms:Decrypt"));
    expect(decrypts.map(({ conditions }) => conditions)).toEqual(
      secrets.map((secret) => ({
        StringEquals: {
          "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:SecretARN": secret,
        },
      })),
    );
    expect(statements).toHaveLength(2 * USERS.length);
    expect(policy).not.toContain("master_user_secret");
  });

  it("of the master user can be read by bootstrap and rotation, and changed by none", () => {
    const readers = all.flatMap((stack) =>
      stack.resources
        .filter(({ type }) => type === "aws_iam_role_policy")
        .flatMap(({ path, attributes }) => statementsOf(attributes.policy).map((statement) => ({ path, ...statement })))
        .filter(({ resources }) => resources.some((resource) => resource.includes("master_user_secret"))),
    );
    expect(readers.map(({ path, actions }) => [path, actions]).sort()).toEqual([
      ["aurora/bootstrap/Resource/permissions", ["secretsmanager:GetSecretValue"]],
      [
        "aurora/rotation-function/Resource/permissions",
        ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      ],
    ]);
    // Reads of these functions raise no alarm.
    const { event_pattern } = data?.one("aws_cloudwatch_event_rule", { name: /-master-access$/ }) ?? {};
    const known = JSON.parse(event_pattern).detail.userIdentity.arn.at(-1)["anything-but"];
    const names = readers.map(({ path }) =>
      data?.ref("aws_lambda_function", path.replace("/permissions", ""), "function_name"),
    );
    expect(known.map((arn: string) => arn.split("/").at(-1)).sort()).toEqual(names.sort());
  });

  it("are rotated", () => {
    data?.count("aws_secretsmanager_secret_rotation", USERS.length);
    data?.all("aws_secretsmanager_secret_rotation", {
      rotate_immediately: true,
      rotation_rules: { automatically_after_days: 30 },
    });
  });
});

describe("the function of the API", () => {
  const { policy } = api?.one("aws_iam_role_policy") ?? {};

  it("may connect to the proxy as the user api only", () => {
    const connect = statementsOf(policy).filter(({ sid }) => sid === "ConnectToDatabase");
    expect(connect).toEqual([
      expect.objectContaining({
        actions: ["rds-db:connect"],
        resources: [expect.stringMatching(/^arn:aws:rds-db:eu-west-1:123456789012:dbuser:\$\{data\.[^}]+\}\/api$/)],
      }),
    ]);
    expect(policy).not.toMatch(/secretsmanager|rds:/);
  });
});
