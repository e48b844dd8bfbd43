import type { EC2Client } from "@aws-sdk/client-ec2";
import type { RDSClient } from "@aws-sdk/client-rds";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { sessionName } from "../../../tools/database-shell/access-role";
import { bastion } from "../../../tools/database-shell/bastion";
import { mysqlEndpoint } from "../../../tools/database-shell/mysql-endpoint";
import { userSecret } from "../../../tools/database-shell/user-secret";

/** A client of the AWS SDK with one answer for each input. */
function client<Client>(answer: (input: Readonly<Record<string, unknown>>) => object): Client {
  return { send: async ({ input }: { input: Record<string, unknown> }) => answer(input) } as Client;
}

function awsError(name: string): never {
  throw Object.assign(new Error("none"), { name });
}

describe("the address of the MySQL database", () => {
  const instances: Readonly<Record<string, object>> = {
    "p-mysql": {
      DBInstanceStatus: "available",
      Endpoint: { Address: "writer", Port: 3306 },
      ReadReplicaDBInstanceIdentifiers: ["gone", "creating", "replica"],
    },
    creating: { DBInstanceStatus: "creating" },
    replica: { DBInstanceStatus: "available", Endpoint: { Address: "replica", Port: 3307 } },
    managed: {
      DBInstanceStatus: "available",
      Endpoint: { Address: "writer", Port: 3306 },
      MasterUserSecret: { SecretArn: "rds-secret" },
    },
    young: { DBInstanceStatus: "creating" },
  };
  const rds = client<RDSClient>(({ DBInstanceIdentifier }) => {
    const found = instances[`${DBInstanceIdentifier}`];
    return found ? { DBInstances: [found] } : awsError("DBInstanceNotFoundFault");
  });
  const find = (identifier: string, readOnly: boolean) => mysqlEndpoint(rds, { identifier, stack: "data", readOnly });

  it("is an available replica for a reader, and the writer for others", async () => {
    expect(await find("p-mysql", true)).toEqual({ host: "replica", port: 3307 });
    expect(await find("p-mysql", false)).toEqual({ host: "writer", port: 3306 });
  });

  it("comes with the master secret that RDS manages", async () => {
    expect(await find("managed", true)).toEqual({ host: "writer", port: 3306, managedSecretArn: "rds-secret" });
  });

  it("must exist", async () => {
    await expect(find("other", true)).rejects.toThrow(
      "the database other must be deployed, got none; deploy the stack data",
    );
    await expect(find("young", true)).rejects.toThrow(
      "the database young must have an address, got the state creating",
    );
  });
});

describe("the secret of a user", () => {
  const read = (SecretString: string) =>
    userSecret(
      client<SecretsManagerClient>(() => ({ SecretString })),
      { name: "p-user", stack: "data" },
    );

  it("contains the login", async () => {
    expect(await read('{"username":"reader","password":"p","host":"h"}')).toEqual({
      username: "reader",
      password: "p",
    });
  });

  it.each(["", "{", '{"username":"reader"}', '{"username":"reader","password":""}'])(
    "is refused as %s, and its content is not in the message",
    async (content) => {
      await expect(read(content)).rejects.toThrow(
        /^the secret p-user must contain username and password, got other content; rotate the secret$/,
      );
    },
  );

  it("must exist", async () => {
    const secrets = client<SecretsManagerClient>(() => awsError("ResourceNotFoundException"));
    await expect(userSecret(secrets, { name: "p-user", stack: "data" })).rejects.toThrow(
      "the secret p-user must exist, got none; deploy the stack data",
    );
  });
});

describe("the bastion", () => {
  const at = (InstanceId: string, day: number) => ({ InstanceId, LaunchTime: new Date(Date.UTC(2026, 0, day)) });
  const ec2 = (groups: Readonly<Record<string, object[]>>) =>
    client<EC2Client>(({ Filters }) => {
      const [tag, state] = Filters as { Name: string; Values: string[] }[];
      expect(state).toEqual({ Name: "instance-state-name", Values: ["running"] });
      return { Reservations: (groups[`${tag?.Values[0]}`] ?? []).map((instance) => ({ Instances: [instance] })) };
    });
  const find = (groups: Readonly<Record<string, object[]>>) =>
    bastion(ec2(groups), { names: ["p-bastion", "p-flask"], stack: "app" });

  it("is the oldest running bastion", async () => {
    const groups = { "p-bastion": [at("i-new", 3), at("i-old", 2)], "p-flask": [at("i-host", 1)] };
    expect(await find(groups)).toBe("i-old");
  });

  it("is a host without bastions", async () => {
    expect(await find({ "p-flask": [at("i-host", 1)] })).toBe("i-host");
  });

  it("must run", async () => {
    await expect(find({})).rejects.toThrow(
      "an instance with the tag Name=p-bastion must run, got none; deploy the stack app, or use --instance",
    );
  });
});

describe("the session of an access role", () => {
  it.each([
    ["arn:aws:sts::111111111111:assumed-role/Engineer/ada@example.com", "ada@example.com"],
    ["arn:aws:iam::111111111111:user/team/a", "a-"],
    [`arn:aws:iam::111111111111:user/${"x".repeat(80)}`, "x".repeat(64)],
  ])("has the name of %s", (arn, name) => {
    expect(sessionName(arn)).toBe(name);
  });
});
