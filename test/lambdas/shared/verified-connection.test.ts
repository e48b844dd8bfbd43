import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVerified } from "../../../lambdas/shared/verified-connection";
import { passTimeInTurns } from "../../helpers/turns";
import { makeAuthority, makeCertificate } from "../../lab/certificates";
import { itNeeding, present } from "../../userdata/needs";
import { TokenServer } from "./token-server";

const OPENSSL = ["openssl"];
/** As long as an IAM token: two packets of more than a kilobyte. */
const TOKEN = `proxy.example:3306/?Action=connect&X-Amz-Security-Token=${"x".repeat(1500)}`;
let folder: string;
const servers: TokenServer[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "token-"));
  if (!OPENSSL.every(present)) {
    return;
  }
  makeAuthority(folder, "ca");
  for (const name of ["localhost", "other.example"]) {
    makeCertificate(folder, "ca", name);
  }
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const pem = (name: string) => readFileSync(join(folder, name), "utf8");

/** Offers the token to a server with the certificate of `name`. Returns the error, if any, and all that the server received. */
async function offer(name?: string, options: { clearText?: true } = { clearText: true }): Promise<readonly string[]> {
  const server = new TokenServer(name ? { cert: pem(`${name}.pem`), key: pem(`${name}.key`) } : undefined);
  servers.push(server);
  const port = await server.listen();
  const props = {
    host: "localhost",
    port,
    user: "app",
    password: TOKEN,
    timeout: 20_000,
    ca: pem("ca.pem"),
    ...options,
  };
  const outcome = await openVerified(props).then(
    (connection) => connection.destroy(),
    (error: Error) => error.message,
  );
  return outcome ? [outcome, ...server.received] : server.received;
}

describe("openVerified with a server that requests a token", () => {
  passTimeInTurns();

  itNeeding(OPENSSL, "shows that it is alive before AWS's network drops an idle connection", async () => {
    const keepAlive = jest.spyOn(Socket.prototype, "setKeepAlive");
    await offer("localhost");
    const [[enabled, delay = 0] = []] = keepAlive.mock.calls;
    keepAlive.mockRestore();
    expect([enabled, delay > 0, delay < 350_000]).toEqual([true, true, true]);
  });

  itNeeding(OPENSSL, "sends the token unchanged after TLS has verified the server", async () => {
    expect(await offer("localhost")).toEqual([TOKEN]);
  });

  itNeeding(OPENSSL, "sends nothing to a server of another name", async () => {
    expect(await offer("other.example")).toEqual([expect.stringContaining("is not in the cert's altnames")]);
  });

  itNeeding(OPENSSL, "sends nothing to a server without TLS", async () => {
    expect(await offer()).toEqual([expect.stringContaining("does not support secure connection")]);
  });

  itNeeding(OPENSSL, "sends no password in clear text by default", async () => {
    expect(await offer("localhost", {})).toEqual([expect.stringContaining("mysql_clear_password")]);
  });

  it("ends at its limit when the server falls silent during TLS, and closes the socket", async () => {
    const server = new TokenServer("silent");
    servers.push(server);
    const port = await server.listen();
    const opening = openVerified({ host: "localhost", port, user: "app", password: TOKEN, timeout: 200 });
    await expect(opening).rejects.toThrow("connecting must end within 200 ms");
    await server.left;
  });

  itNeeding(OPENSSL, "closes the socket to a server that it does not trust", async () => {
    const server = new TokenServer({ cert: pem("other.example.pem"), key: pem("other.example.key") });
    servers.push(server);
    const port = await server.listen();
    const props = { host: "localhost", port, user: "app", password: TOKEN, timeout: 20_000, ca: pem("ca.pem") };
    await expect(openVerified(props)).rejects.toThrow("altnames");
    await server.left;
  });
});
