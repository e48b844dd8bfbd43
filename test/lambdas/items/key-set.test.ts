import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KeySet, KeysUnavailable } from "../../../lambdas/items/authorizer/key-set";

const KEYS = { keys: [{ kty: "RSA", use: "sig", alg: "RS256", kid: "k1", n: "AQAB", e: "AQAB" }] };

describe("KeySet", () => {
  let server: Server;
  let uri: string;
  let paths: string[];

  /** An issuer. `/jwks` has the keys, `/moved` redirects to it. */
  beforeEach(async () => {
    paths = [];
    server = createServer((request, response) => {
      paths.push(request.url ?? "");
      if (request.url === "/moved") {
        response.writeHead(302, { location: "/jwks" }).end();
      } else {
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(KEYS));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("downloads the keys from the configured address", async () => {
    await expect(new KeySet(`${uri}/jwks`).current("k1")).resolves.toEqual(KEYS);
    expect(paths).toEqual(["/jwks"]);
  });

  it("does not follow a redirect: the keys would come from an address that is not configured", async () => {
    await expect(new KeySet(`${uri}/moved`).current("k1")).rejects.toThrow(KeysUnavailable);
    expect(paths).toEqual(["/moved"]);
  });
});
