import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import { closeServer, listenOnLoopback } from "../../tools/local-runtime/loopback-server";

interface Key {
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** An issuer of tokens on this machine: keys, the server that publishes them, and tokens signed with them. */
export class TokenIssuer {
  readonly issuer: string;
  /** Fetches of the keys. */
  fetches = 0;
  /** Seconds since 1970 at which tokens are issued. */
  readonly now = Math.floor(Date.now() / 1000);
  /** What the server does instead of giving the keys. */
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

  /** Publishes a new key alone: those before it are withdrawn. */
  rotate(kid: string): Key {
    const key = { kid, ...generateKeyPairSync("rsa", { modulusLength: 2048 }) };
    this.published = [key];
    return key;
  }

  get key(): Key {
    return this.published[0] as Key;
  }

  /** A token, good unless the arguments spoil it. A claim of undefined is left out. */
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
