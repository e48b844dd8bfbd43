import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVerified } from "../../../../lambdas/shared/verified-connection";
import { type LocalCertificate, localCertificate } from "../../../../tools/database-shell/tunnel/local-certificate";
import { VerifiedRelay } from "../../../../tools/database-shell/tunnel/verified-relay";
import { TokenServer } from "../../../lambdas/shared/token-server";
import { itNeeding } from "../../../userdata/needs";
import { makeAuthority, makeCertificate } from "../../certificates";

const HOST = "db.example";
const folder = mkdtempSync(join(tmpdir(), "relay-"));
const read = (name: string) => readFileSync(join(folder, name), "utf8");
let certificate: LocalCertificate;
const open: { close: () => void }[] = [];

beforeAll(async () => {
  makeAuthority(folder, "ca");
  makeAuthority(folder, "other-ca");
  makeCertificate(folder, "ca", HOST);
  makeCertificate(folder, "ca", "other.example");
  certificate = await localCertificate();
});
afterEach(() => {
  for (const each of open.splice(0)) {
    each.close();
  }
});
afterAll(() => {
  certificate.remove();
  rmSync(folder, { recursive: true });
});

async function relayTo(port: number, authorities = read("ca.pem")) {
  const relay = await VerifiedRelay.open({ ...certificate, port, host: HOST, authorities, limitMs: 1000 });
  open.push(relay);
  return relay;
}

/** A server that requests a token, with the certificate of a name. */
async function server(name: string) {
  const tokens = new TokenServer({ cert: read(`${name}.pem`), key: read(`${name}.key`) });
  open.push(tokens);
  return { tokens, port: await tokens.listen() };
}

/** Sends a token through the relay, as a client that trusts the relay's certificate only. */
async function login(port: number, ca = certificate.certificate): Promise<void> {
  const call = {
    host: "localhost",
    port,
    user: "reader",
    password: "secret-token",
    timeout: 20_000,
    clearText: true,
    ca,
  };
  (await openVerified(call)).destroy();
}

describe("VerifiedRelay", () => {
  itNeeding(["openssl"], "passes the login to a server with a valid certificate for its name", async () => {
    const { tokens, port } = await server(HOST);
    const relay = await relayTo(port);
    await login(relay.port);
    expect(tokens.received).toEqual(["secret-token"]);
    expect(relay.problem).toBeUndefined();
  });

  itNeeding(["openssl"], "passes no login to a server with another name", async () => {
    const { tokens, port } = await server("other.example");
    const relay = await relayTo(port);
    await expect(login(relay.port)).rejects.toThrow();
    expect(tokens.received).toEqual([]);
    expect(relay.problem).toMatchObject({ kind: "untrusted", reason: expect.stringContaining("altnames") });
  });

  itNeeding(["openssl"], "passes no login to a server of another authority", async () => {
    const { tokens, port } = await server(HOST);
    const relay = await relayTo(port, read("other-ca.pem"));
    await expect(login(relay.port)).rejects.toThrow();
    expect(tokens.received).toEqual([]);
    expect(relay.problem?.kind).toBe("untrusted");
  });

  itNeeding(["openssl"], "gets no login from a client that trusts another certificate", async () => {
    const { tokens, port } = await server(HOST);
    const relay = await relayTo(port);
    await expect(login(relay.port, read("ca.pem"))).rejects.toThrow(/self-signed certificate/);
    expect(tokens.received).toEqual([]);
  });

  itNeeding(["openssl"], "ends a connection to a server that stays silent, or offers no TLS", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    open.push(silent);
    const relay = await relayTo((silent.address() as { port: number }).port);
    await expect(login(relay.port)).rejects.toThrow();
    expect(relay.problem).toEqual({ kind: "closed", reason: "no answer in time" });

    const plain = new TokenServer();
    open.push(plain);
    const second = await relayTo(await plain.listen());
    await expect(login(second.port)).rejects.toThrow(/does not support secure connection/);
    expect(plain.received).toEqual([]);
  });

  itNeeding(["openssl"], "reports a port on which nothing listens", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    const relay = await relayTo(port);
    await expect(login(relay.port)).rejects.toThrow();
    expect(relay.problem?.kind).toBe("closed");
  });
});

describe("the relay's certificate", () => {
  itNeeding(["openssl"], "is a file without the key", async () => {
    expect(readFileSync(certificate.file, "utf8")).toBe(certificate.certificate);
    expect(certificate.key).toMatch(/^-----BEGIN (RSA )?PRIVATE KEY-----/);
    const again = await localCertificate();
    expect(again.key).not.toBe(certificate.key);
    again.remove();
    expect(() => readFileSync(again.file)).toThrow("ENOENT");
  });
});
