import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Signer } from "@aws-sdk/rds-signer";
import { type Client, clientArguments } from "../../../tools/database-shell/client-command";
import { runClient } from "../../../tools/database-shell/run-client";
import { eventually } from "../../helpers/eventually";
import { TokenServer } from "../../lambdas/shared/token-server";
import { itNeeding, present } from "../../userdata/needs";
import { MariaDb, TOOLS } from "./mariadb";

const CLIENT: Client = { program: "mariadb", kind: "mariadb" };
const NEEDED = [...TOOLS, CLIENT.program];
let server: MariaDb;

beforeAll(async () => {
  if (!NEEDED.every(present)) {
    return;
  }
  server = new MariaDb();
  await server.start();
  server.sql("CREATE USER reader@'%' IDENTIFIED BY 'secret-token' REQUIRE SSL");
});
afterAll(() => server?.remove());

const file = (name: string) => join(server.folder, name);

/** Runs one statement in the client, as the shell starts it. */
function run(statement: string, token: string, port = server.port): Promise<number> {
  const connection = { host: "localhost", port, user: "reader", authorities: file("ca.pem") };
  const args = [...clientArguments(CLIENT.kind, connection), `--execute=${statement}`];
  return runClient({ program: CLIENT.program, args, password: token });
}

/** Arguments of all processes of this machine. */
function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        // It has ended.
        return "";
      }
    });
}

async function tokenServer(name: string) {
  const proxy = new TokenServer({
    cert: readFileSync(file(`${name}.pem`), "utf8"),
    key: readFileSync(file(`${name}.key`), "utf8"),
  });
  return { proxy, port: await proxy.listen() };
}

describe("the shell with MariaDB's client", () => {
  itNeeding(NEEDED, "runs statements over TLS, and its exit code is the client's", async () => {
    expect(await run("SELECT 1", "secret-token")).toBe(0);
    expect(await run("SELECT nothing", "secret-token")).toBe(1);
    expect(await run("SELECT 1", "wrong")).toBe(1);
  });

  itNeeding(NEEDED, "shows no token in the arguments of a process", async () => {
    const ended = run("SELECT SLEEP(2)", "secret-token");
    const find = () => commandLines().filter((line) => line.includes("SLEEP(2)"));
    const until = performance.now() + 10_000;
    while (find().length === 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(find()).toHaveLength(1);
    expect(find()[0]).not.toContain("secret-token");
    expect(await ended).toBe(0);
  });

  itNeeding(NEEDED, "sends an IAM token in clear text inside TLS, as the proxy requests it", async () => {
    const { proxy, port } = await tokenServer("localhost");
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "key" };
    const signer = new Signer({ hostname: "localhost", port, username: "reader", region: "eu-west-1", credentials });
    const token = await signer.getAuthToken();
    const ended = run("SELECT 1", token, port);
    // The server answers the login only. So the client waits for the statement until the signal.
    await eventually(() => proxy.received[0], "the token");
    process.emit("SIGTERM");
    expect(await ended).toBe(128 + 15);
    proxy.close();
    expect(proxy.received).toEqual([token]);
    const { host, searchParams } = new URL(`https://${token}`);
    expect(host).toBe(`localhost:${port}`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      Action: "connect",
      DBUser: "reader",
      "X-Amz-Expires": "900",
      "X-Amz-Credential": expect.stringMatching(/\/eu-west-1\/rds-db\/aws4_request$/),
    });
  });

  itNeeding(NEEDED, "sends no token to a server with a certificate of another name", async () => {
    const { proxy, port } = await tokenServer("other.example");
    expect(await run("SELECT 1", "secret-token", port).finally(() => proxy.close())).toBe(1);
    expect(proxy.received).toEqual([]);
  });
});
