import { createServer } from "node:net";
import type { RDSClient } from "@aws-sdk/client-rds";
import { clientArguments, installedClient } from "../../../tools/database-shell/client-command";
import { printedCommand } from "../../../tools/database-shell/printed-command";
import { proxyEndpoint } from "../../../tools/database-shell/proxy-endpoint";
import { requireReachable } from "../../../tools/database-shell/reachable";
import { freePort } from "../../lab/free-port";

const CONNECTION = { host: "p.proxy.example", port: 3306, user: "reader", authorities: "/ca.pem" };

describe("the endpoint of the proxy", () => {
  const rds = (answers: Readonly<Record<string, () => object>>) =>
    ({
      send: async (command: object) => answers[command.constructor.name]?.(),
    }) as unknown as RDSClient;
  const proxy = (Status = "available") => ({ DBProxies: [{ Status, Endpoint: "writer.example" }] });
  const endpoints = (...list: object[]) => ({ DBProxyEndpoints: list });
  const find = (client: RDSClient, role: "reader" | "migrator") =>
    proxyEndpoint(client, { proxyName: "p-dev-aurora", stack: "dev-aurora-api-data", role });
  const readOnly = { TargetRole: "READ_ONLY", Status: "available", Endpoint: "readers.example" };

  it("leads readers to the readers, and others to the writer", async () => {
    const client = rds({
      DescribeDBProxiesCommand: () => proxy(),
      DescribeDBProxyEndpointsCommand: () => endpoints({ TargetRole: "READ_WRITE", Status: "available" }, readOnly),
    });
    expect(await find(client, "reader")).toBe("readers.example");
    expect(await find(client, "migrator")).toBe("writer.example");
  });

  it("leads readers to the writer if the proxy has no read-only endpoint", async () => {
    const client = rds({
      DescribeDBProxiesCommand: () => proxy(),
      DescribeDBProxyEndpointsCommand: () => endpoints({ ...readOnly, Status: "creating" }),
    });
    expect(await find(client, "reader")).toBe("writer.example");
  });

  it("must be deployed and available", async () => {
    const missing = rds({
      DescribeDBProxiesCommand: () => {
        throw Object.assign(new Error("none"), { name: "DBProxyNotFoundFault" });
      },
    });
    await expect(find(missing, "reader")).rejects.toThrow(
      "the proxy p-dev-aurora must be deployed, got none; deploy the stack dev-aurora-api-data",
    );
    const creating = rds({ DescribeDBProxiesCommand: () => proxy("creating") });
    await expect(find(creating, "reader")).rejects.toThrow("must be available, got creating");
  });
});

describe("the client", () => {
  it("verifies the certificate and its name", () => {
    expect(clientArguments("mariadb", CONNECTION)).toEqual(
      expect.arrayContaining(["--no-defaults", "--ssl-ca=/ca.pem", "--ssl-verify-server-cert"]),
    );
    expect(clientArguments("mysql", CONNECTION)).toEqual(
      expect.arrayContaining(["--no-defaults", "--ssl-ca=/ca.pem", "--ssl-mode=VERIFY_IDENTITY"]),
    );
  });

  it("must be installed", async () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      await expect(installedClient(async () => "")).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining("mysql or mariadb must be on PATH, got none"),
      });
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("is printed with a command that makes the token", () => {
    const line = printedCommand("mysql", ["--ssl-ca=/my ca.pem"], { ...CONNECTION, region: "eu-west-1" });
    expect(line).toBe(
      'MYSQL_PWD="$(aws rds generate-db-auth-token --hostname p.proxy.example --port 3306 --username reader ' +
        "--region eu-west-1)\" LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN=1 mysql '--ssl-ca=/my ca.pem'",
    );
  });
});

describe("a server behind the VPN", () => {
  it("is reached if it accepts a connection", async () => {
    const server = createServer((socket) => socket.end());
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    await expect(requireReachable("127.0.0.1", port)).resolves.toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
  });

  it("is not reached otherwise", async () => {
    const port = await freePort();
    await expect(requireReachable("127.0.0.1", port)).rejects.toMatchObject({
      exitCode: 2,
      message: `127.0.0.1:${port} must accept connections, got ECONNREFUSED; connect the VPN first`,
    });
  });
});
