import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVerified } from "../../../lambdas/shared/verified-connection";
import { passTimeInTurns } from "../../helpers/turns";
import { makeAuthority, makeCertificate } from "../../lab/certificates";
import { itNeeding, present } from "../../userdata/needs";
import { TokenServer } from "./token-server";

const OPENSSL = ["openssl"];
/** As long as IAM's are: two packets of a kilobyte and more. */
const TOKEN = `proxy.example:3306/?Action=connect&X-Amz-Security-Token=${"x".repeat(1500)}`;
let folder: string;
const servers: TokenServer[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "token-"));
  if (!OPENSSL.every(present)) return;
  makeAuthority(folder, "ca");
  for (const name of ["localhost", "other.example"]) makeCertificate(folder, "ca", name);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

const pem = (name: string) => readFileSync(join(folder, name), "utf8");

/** Offers the token to a server with the certificate of `name`, and gives what the server got to see. */
async function offer(name?: string): Promise<readonly string[]> {
  const server = new TokenServer(name ? { cert: pem(`${name}.pem`), key: pem(`${name}.key`) } : undefined);
  servers.push(server);
  const port = await server.listen();
  const props = { host: "localhost", port, user: "app", password: TOKEN, timeout: 20_000, ca: pem("ca.pem") };
  const outcome = await openVerified(props).then(
    (connection) => connection.destroy(),
    (error: Error) => error.message,
  );
  return outcome ? [outcome, ...server.received] : server.received;
}

describe("a verified connection to a server that asks for a token", () => {
  passTimeInTurns();

  itNeeding(OPENSSL, "hands it over as it is, once TLS stands and the server is known", async () => {
    expect(await offer("localhost")).toEqual([TOKEN]);
  });

  itNeeding(OPENSSL, "hands nothing over to a server of another name", async () => {
    expect(await offer("other.example")).toEqual([expect.stringContaining("is not in the cert's altnames")]);
  });

  itNeeding(OPENSSL, "hands nothing over to a server without TLS", async () => {
    expect(await offer()).toEqual([expect.stringContaining("does not support secure connection")]);
  });

  it("is given up in time by a server that falls silent amid TLS, and leaves nothing open", async () => {
    const server = new TokenServer("silent");
    servers.push(server);
    const port = await server.listen();
    const opening = openVerified({ host: "localhost", port, user: "app", password: TOKEN, timeout: 200 });
    await expect(opening).rejects.toThrow("connecting must end within 200 ms");
    await server.left;
  });

  itNeeding(OPENSSL, "leaves nothing open to a server that it does not trust", async () => {
    const server = new TokenServer({ cert: pem("other.example.pem"), key: pem("other.example.key") });
    servers.push(server);
    const port = await server.listen();
    const props = { host: "localhost", port, user: "app", password: TOKEN, timeout: 20_000, ca: pem("ca.pem") };
    await expect(openVerified(props)).rejects.toThrow("altnames");
    await server.left;
  });
});
