import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import { closeServer, listenOnLoopback } from "../../tools/local-runtime/loopback-server";

interface Key {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** An issuer of tokens on this machine: its keys, a server that publishes them, and signed tokens. */
export class TokenIssuer {
  readonly issuer: string;
  /** Number of requests for the keys. */
  fetches = 0;
  /** Seconds since 1970 at which tokens are issued. */
  readonly now = Math.floor(Date.now() / 1000);
  /** How the server fails. */
  fault: "none" | "hangs" | "fails" | "redirects" = "none";
  private readonly server: Server;
  private published: Key[] = [];

  private constructor(server: Server, issuer: string) {
    this.server = server;
    this.issuer = issuer;
  }

  static async start(): Promise<TokenIssuer> {
    const server = createServer();
    const issuer = new TokenIssuer(server, await listenOnLoopback(server));
    server.on("request", (_request, response) => {
      issuer.fetches += 1;
      if (issuer.fault === "none") {
        response.end(JSON.stringify({ keys: issuer.published.map(publicJwk) }));
      } else if (issuer.fault === "fails") {
        response.writeHead(500).end();
      } else if (issuer.fault === "redirects") {
        response.writeHead(302, { Location: "/elsewhere" }).end();
      }
    });
    issuer.rotate("first");
    return issuer;
  }

  /** Publishes a new key and withdraws all earlier keys. */
  rotate(kid: string): Key {
    const key = { kid, ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
    this.published = [key];
    return key;
  }

  get key(): Key {
    return this.published[0] as Key;
  }

  /** A valid token, unless the arguments make it invalid. A claim with the value undefined is omitted. */
  token(claims: object = {}, header: object = {}, sign = signRsa): string {
    const { now } = this;
    const head = { alg: "RS256", typ: "JWT", kid: this.key.kid, ...header };
    const body = { iss: this.issuer, aud: "items", sub: "user-1", iat: now, exp: now + 300, ...claims };
    const input = `${encode(head)}.${encode(body)}`;
    return `${input}.${sign(input, this.key)}`;
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }
}

function publicJwk({ kid, publicKey }: Key): object {
  return { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" };
}

function signRsa(input: string, { privateKey }: Key): string {
  return createSign("RSA-SHA256").update(input).sign(privateKey, "base64url");
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
