import { createServer } from "node:net";
import { isRunning } from "../../../../tools/shared/is-running";
import { eventually } from "../../../helpers/eventually";
import { itNeeding, present } from "../../../userdata/needs";
import { MariaDb, TOOLS } from "../mariadb";
import { FakeAws } from "./fake-aws";
import { processesWith, StartedShell } from "./started-shell";

const NEEDED = [...TOOLS, "mariadb"];
const PROXY = "p.proxy-abc.eu-west-1.rds.amazonaws.com";
const TUNNEL = ["--environment", "dev", "--role", "reader", "--through", "session-manager", "--instance", "i-00000001"];

let server: MariaDb;
let aws: FakeAws;
const shells: StartedShell[] = [];

function start(args: readonly string[], settings: Partial<ConstructorParameters<typeof StartedShell>[1]> = {}) {
  const shell = new StartedShell(args, { aws, server, ...settings });
  shells.push(shell);
  return shell;
}

beforeAll(async () => {
  aws = new FakeAws({
    GetCallerIdentity: () =>
      "<Account>111111111111</Account><Arn>arn:aws:sts::111111111111:assumed-role/Engineer/ada@example.com</Arn>",
    DescribeDBProxies: () =>
      `<DBProxies><member><Status>available</Status><Endpoint>${PROXY}</Endpoint></member></DBProxies>`,
    DescribeDBProxyEndpoints: () => "<DBProxyEndpoints></DBProxyEndpoints>",
  });
  await aws.listen();
  if (NEEDED.every(present)) {
    server = new MariaDb([PROXY]);
    await server.start({ name: PROXY });
  }
});
afterEach(() => {
  for (const shell of shells.splice(0)) {
    shell.remove();
  }
});
afterAll(async () => {
  await aws.close();
  await server?.remove();
});

/** Waits until the plugin of a shell has ended. */
async function pluginEnded(shell: StartedShell): Promise<void> {
  const [, pid] = /plugin (\d+)/.exec(shell.log) ?? [];
  await eventually(() => (isRunning(Number(pid)) ? undefined : true), "the end of the plugin");
}

describe("database:shell through Session Manager", () => {
  itNeeding(NEEDED, "runs statements on the verified server, and ends the session", async () => {
    const shell = start(TUNNEL, { input: "SELECT CURRENT_USER(), @@version_ssl_library <> '';\n" });
    const { status, stdout, stderr } = await shell.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("reader@%\t1");
    const parameters = JSON.stringify({ host: [PROXY], portNumber: ["3306"] });
    const words = ["ssm", "start-session", "--region", "eu-west-1", "--target", "i-00000001", "--document-name"];
    expect(shell.log).toContain(
      `aws ${JSON.stringify([...words, "AWS-StartPortForwardingSessionToRemoteHost", "--parameters", parameters])}\n`,
    );
    expect(shell.log).toContain("plugin ended the session");
    await pluginEnded(shell);
  });

  itNeeding(NEEDED, "signs a token for the proxy, and keeps it in the client's environment only", async () => {
    const shell = start(TUNNEL);
    const { pid, password } = await shell.client();
    const { host, pathname, searchParams } = new URL(`https://${password}`);
    expect({ host, pathname }).toEqual({ host: `${PROXY}:3306`, pathname: "/" });
    const { "X-Amz-Date": _, "X-Amz-Signature": signature = "", ...rest } = Object.fromEntries(searchParams);
    expect(rest).toEqual({
      Action: "connect",
      DBUser: "reader",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": expect.stringMatching(/^AKIDCALLER\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
      "X-Amz-Expires": "900",
      "X-Amz-SignedHeaders": "host",
    });
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    const files = await eventually(
      () => (shell.files().includes("BEGIN CERTIFICATE") ? shell.files() : undefined),
      "it",
    );
    expect(files).not.toContain(signature);
    expect(files).not.toContain("PRIVATE KEY");
    expect(processesWith("environ", signature)).toEqual([pid]);
    expect(processesWith("cmdline", signature)).toEqual([]);
    expect(processesWith("cmdline", "--ssl-verify-server-cert")).toContain(pid);
    shell.kill("SIGTERM");
    const { status, stdout, stderr } = await shell.ended;
    expect(status).toBe(143);
    expect(stdout + stderr + shell.log).not.toContain(signature);
    expect(shell.files()).toBe("");
    expect(processesWith("environ", signature)).toEqual([]);
    await pluginEnded(shell);
  });

  itNeeding(NEEDED, "sends no login to a server with a certificate of another name", async () => {
    const other = new MariaDb();
    await other.start({ name: "other.example" });
    try {
      const shell = start(TUNNEL, { server: other, input: "SELECT 1;\n", env: { NO_USER: "1" } });
      const { status, stderr } = await shell.ended;
      expect(status).toBe(2);
      expect(stderr).toContain(`the certificate of ${PROXY} must be valid, got Hostname/IP does not match`);
      expect(other.sql("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")).toBe("Access_denied_errors\t0\n");
    } finally {
      await other.remove();
    }
  });

  itNeeding(NEEDED, "ends the client when the session ends", async () => {
    const shell = start(TUNNEL, { plugin: "dies" });
    const { status, stderr } = await shell.ended;
    expect(status).toBe(2);
    expect(stderr).toContain("the session must stay open, got Session timed out; run the command again");
  });

  itNeeding(NEEDED, "says that the instance does not reach the server", async () => {
    const shell = start(TUNNEL, { plugin: "unreachable", input: "" });
    const { status, stderr } = await shell.ended;
    expect(status).toBe(2);
    expect(stderr).toContain(
      `the instance i-00000001 must reach ${PROXY}:3306, got a closed connection; attach the database's client security group to it\n`,
    );
    await pluginEnded(shell);
  });

  itNeeding(NEEDED, "says that Session Manager refuses the session", async () => {
    const { status, stdout, stderr } = await start(TUNNEL, { plugin: "refused" }).ended;
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "the instance i-00000001 must open a session, got An error occurred (TargetNotConnected) when calling the StartSession " +
        "operation: i-00000001 is not connected.; check that the instance runs, its SSM Agent, and session-manager-plugin, or use another --instance\n",
    });
  });

  itNeeding(NEEDED, "ends at a signal while the tunnel opens", async () => {
    const shell = start(TUNNEL, { plugin: "silent" });
    await eventually(() => (shell.log.includes("plugin ") ? true : undefined), "the plugin");
    shell.kill("SIGINT");
    const { status, stderr } = await shell.ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: "the tunnel must open, got an interruption\n" });
    expect(shell.files()).toBe("");
    await pluginEnded(shell);
  });

  itNeeding(NEEDED, "names the plugin that is missing", async () => {
    const shell = start(TUNNEL, { without: ["session-manager-plugin"] });
    const { status, stderr } = await shell.ended;
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^session-manager-plugin must be on PATH, got none; see https:\/\/docs\.aws\.amazon\.com\/\S+\n$/,
    );
  });

  itNeeding(NEEDED, "explains a denied login", async () => {
    server.sql("DROP USER IF EXISTS reader@'%'");
    const shell = start(TUNNEL, { input: "SELECT 1;\n", env: { NO_USER: "1" } });
    const { status, stderr } = await shell.ended;
    expect(status).toBe(1);
    expect(stderr.split("\n").at(-2)).toBe(
      "the server must accept the login of reader, got ERROR 1045 (28000): Access denied for user 'reader'@'localhost' " +
        "(using password: YES); use --assume for the role project-x-dev-aurora-reader, and read " +
        '"A denied login" in docs/aurora-api-people.md',
    );
  });

  itNeeding(NEEDED, "does not explain a statement that fails", async () => {
    const { status, stderr } = await start(TUNNEL, { input: "SELECT nothing;\n" }).ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/^-+\nSELECT nothing\n-+\n\nERROR 1054 .*\n$/);
  });
});

describe("database:shell with an access role", () => {
  itNeeding(NEEDED, "signs the token with the role's credentials, in a session with the caller's name", async () => {
    aws.answers.AssumeRole = () =>
      "<Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>role-session</SessionToken></Credentials>";
    const shell = start([...TUNNEL, "--assume"], { input: "SELECT CURRENT_USER();\n" });
    expect(await shell.ended).toMatchObject({ status: 0, stdout: "CURRENT_USER()\nreader@%\n" });
    const { searchParams } = new URL(`https://${(await shell.client()).password}`);
    expect(searchParams.get("X-Amz-Credential")).toMatch(/^AKIDROLE\//);
    expect(searchParams.get("X-Amz-Security-Token")).toBe("role-session");
    expect(aws.calls.find(({ action }) => action === "AssumeRole")?.parameters).toMatchObject({
      RoleArn: "arn:aws:iam::111111111111:role/project-x-dev-aurora-reader",
      RoleSessionName: "ada@example.com",
      DurationSeconds: "900",
    });
  });

  itNeeding(NEEDED, "names the configuration when the caller may not assume it", async () => {
    aws.answers.AssumeRole = () => ({ error: "AccessDenied" });
    const { status, stderr } = await start([...TUNNEL, "--assume"]).ended;
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        "the role project-x-dev-aurora-reader must be yours to assume, got AccessDenied: refused; add your IAM role or user to " +
        "auroraApi.data.access.reader, and deploy\n",
    });
  });
});

describe("database:shell on the three-tier database", () => {
  const LOGIN = { username: "reader", password: "secret-password" };
  const args = ["--environment", "dev", "--architecture", "three-tier", "--role", "reader"];
  const known = { env: { NO_USER: "1" }, input: "SELECT CURRENT_USER();\n" };

  beforeEach(() => {
    aws.answers.DescribeDBInstances = ({ DBInstanceIdentifier: name }) =>
      `<DBInstances><DBInstance><DBInstanceStatus>available</DBInstanceStatus><Endpoint><Address>${name === "project-x-dev-mysql" ? "writer" : PROXY}</Address><Port>3306</Port></Endpoint><ReadReplicaDBInstanceIdentifiers><ReadReplicaDBInstanceIdentifier>project-x-dev-mysql-replica-1</ReadReplicaDBInstanceIdentifier></ReadReplicaDBInstanceIdentifiers></DBInstance></DBInstances>`;
    aws.answers.DescribeInstances = ({ "Filter.1.Value.1": name }) =>
      `<reservationSet><item><instancesSet><item><instanceId>${name === "project-x-dev-bastion" ? "i-0000000a" : "i-0000000b"}</instanceId></item></instancesSet></item></reservationSet>`;
    aws.answers.GetSecretValue = ({ SecretId }) =>
      SecretId === "project-x-dev-mysql-reader-user"
        ? JSON.stringify({ SecretString: JSON.stringify(LOGIN) })
        : { error: "ResourceNotFoundException" };
  });

  itNeeding(NEEDED, "uses the reader's password, a replica and a bastion", async () => {
    server.sql(`CREATE OR REPLACE USER reader@'%' IDENTIFIED BY '${LOGIN.password}' REQUIRE SSL`);
    const shell = start(args, known);
    expect(await shell.ended).toEqual({ status: 0, stdout: "CURRENT_USER()\nreader@%\n", stderr: "" });
    expect(shell.log).toContain(`"--target","i-0000000a"`);
    expect(shell.log).toContain(PROXY);
    expect(shell.log).not.toContain(LOGIN.password);
  });

  itNeeding(NEEDED, "says that reading the master secret notifies, and uses the writer", async () => {
    server.sql("CREATE OR REPLACE USER admin@'%' IDENTIFIED BY 'master-password' REQUIRE SSL");
    aws.answers.GetSecretValue = ({ SecretId }) =>
      SecretId === "project-x-dev-mysql-master-user"
        ? JSON.stringify({ SecretString: JSON.stringify({ username: "admin", password: "master-password" }) })
        : { error: "ResourceNotFoundException" };
    aws.answers.DescribeDBInstances = () =>
      `<DBInstances><DBInstance><Endpoint><Address>${PROXY}</Address><Port>3306</Port></Endpoint></DBInstance></DBInstances>`;
    expect(await start([...args.slice(0, -1), "master"], known).ended).toEqual({
      status: 0,
      stdout: "CURRENT_USER()\nadmin@%\n",
      stderr:
        "Reading project-x-dev-mysql-master-user notifies the alarm topic. Rotate it afterwards, see docs/three-tier.md\n",
    });
  });

  itNeeding(NEEDED, "trusts the authorities of RDS only", async () => {
    const shell = start(args, { ...known, env: { NO_USER: "1", SSL_CERT_FILE: "" } });
    const { status, stderr } = await shell.ended;
    expect(status).toBe(2);
    expect(stderr).toMatch(/the certificate of \S+ must be valid, got self-signed certificate in certificate chain;/);
  });

  itNeeding(NEEDED, "explains a denied login", async () => {
    server.sql("CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'another' REQUIRE SSL");
    const { status, stderr } = await start(args, known).ended;
    expect(status).toBe(1);
    expect(stderr.split("\n").at(-2)).toMatch(
      /^the server must accept the login of reader, got ERROR 1045 .*; the rotation of the secret project-x-dev-mysql-reader-user creates/,
    );
  });

  itNeeding(NEEDED, "names a secret that does not exist", async () => {
    expect(await start([...args.slice(0, -1), "application"], known).ended).toEqual({
      status: 1,
      stdout: "",
      stderr: "the secret project-x-dev-application must exist, got none; deploy the stack dev-three-tier-data\n",
    });
  });
});

describe("database:shell through the VPN", () => {
  const vpn = ["--environment", "dev", "--role", "reader"];

  itNeeding(NEEDED, "says that the VPN is not connected", async () => {
    const { status, stderr } = await start(vpn).ended;
    expect(status).toBe(2);
    expect(stderr).toMatch(/^\S+:3306 must accept connections, got \w+; connect the VPN first\n$/);
  });

  itNeeding(NEEDED, "runs statements on the proxy", async () => {
    // Port 3306 of the loopback interface, which is the proxy's port.
    await eventually(() => isFree(3306), "port 3306", 1000);
    const proxy = new MariaDb();
    proxy.port = 3306;
    await proxy.start();
    aws.answers.DescribeDBProxyEndpoints = () =>
      "<DBProxyEndpoints><member><TargetRole>READ_ONLY</TargetRole><Status>available</Status><Endpoint>localhost</Endpoint></member></DBProxyEndpoints>";
    try {
      const shell = start(vpn, { server: proxy, input: "SELECT CURRENT_USER();\n" });
      expect(await shell.ended).toEqual({ status: 0, stdout: "CURRENT_USER()\nreader@%\n", stderr: "" });
      expect((await shell.client()).password).toMatch(/^localhost:3306\/\?Action=connect&DBUser=reader&/);
    } finally {
      aws.answers.DescribeDBProxyEndpoints = () => "<DBProxyEndpoints></DBProxyEndpoints>";
      await proxy.remove();
    }
  });
});

function isFree(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
