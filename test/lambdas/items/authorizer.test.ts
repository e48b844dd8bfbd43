import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Refused, TokenVerifier } from "../../../lambdas/items/authorizer/core";
import { parseIssuers } from "../../../lambdas/items/authorizer/issuers";
import { KeySet, KeysUnavailable } from "../../../lambdas/items/authorizer/key-set";
import { parseScopes, permissionsOf } from "../../../lambdas/items/authorizer/scopes";
import { bundleFunction } from "../../../modules/packaging/assets";
import { itemsMetrics } from "../../../stacks/active-active/items-metrics";
import { LocalFunction } from "../../../tools/local-runtime/functions/local-function";
import { eventually } from "../../helpers/eventually";
import { TokenIssuer } from "../../helpers/token-issuer";
import { passTimeInTurns } from "../../helpers/turns";

const METHOD = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/dev/GET/items/x";

describe("authorizer bundle", () => {
  let one: TokenIssuer;
  let other: TokenIssuer;
  let authorizer: LocalFunction;
  const lines: string[] = [];

  beforeAll(async () => {
    [one, other] = [await TokenIssuer.start(), await TokenIssuer.start()];
    const issuers = [
      { issuer: one.issuer, audience: ["items"] },
      { issuer: other.issuer, audience: ["items-partner"], jwksUri: `${other.issuer}/keys` },
    ];
    authorizer = new LocalFunction({
      name: "authorizer",
      archive: bundleFunction("lambdas/items/authorizer/handler.ts").path,
      environment: { ISSUERS: JSON.stringify(issuers), AWS_REGION: "eu-west-1", BACKEND: "sample-test-items" },
      time: "turns",
      now: one.now * 1000,
      onLog: (line) => lines.push(line),
    });
  });
  afterAll(async () => {
    await authorizer.close();
    await Promise.all([one.close(), other.close()]);
  });

  let refused = 0;
  const ask = async (authorizationToken: string) => {
    try {
      return await authorizer.invoke({ type: "TOKEN", authorizationToken, methodArn: METHOD });
    } catch (error) {
      refused += 1;
      throw error;
    }
  };
  const now = () => one.now;

  it("allows every route of the stage for a valid token, and returns its subject", async () => {
    expect(await ask(`Bearer ${one.token()}`)).toEqual({
      principalId: "user-1",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Action: "execute-api:Invoke",
            Effect: "Allow",
            Resource: [
              "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/dev/GET/items/*",
              "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/dev/POST/items",
            ],
          },
        ],
      },
      context: { issuer: one.issuer, admin: "false" },
    });
  });

  it.each<[string, () => string]>([
    ["the second issuer", () => other.token({ aud: "items-partner" })],
    ["one of several audiences", () => one.token({ aud: ["x", "items"] })],
    ["a clock that is 20 s ahead", () => one.token({ nbf: now() + 20 })],
    ["a clock that is 20 s behind", () => one.token({ exp: now() - 20 })],
  ])("accepts %s", async (_what, token) => {
    expect(await ask(`Bearer ${token()}`)).toMatchObject({ principalId: "user-1" });
  });

  it.each<[string, () => string]>([
    ["a wrong audience", () => one.token({ aud: "billing" })],
    ["no audience", () => one.token({ aud: undefined })],
    ["the audience of the other issuer", () => one.token({ aud: "items-partner" })],
    ["an unknown issuer", () => one.token({ iss: "https://evil.example.com" })],
    ["no issuer", () => one.token({ iss: undefined })],
    ["an issuer with the other's key", () => other.token({ iss: one.issuer })],
    ["a token that is expired", () => one.token({ exp: now() - 60 })],
    ["a token that never expires", () => one.token({ exp: undefined })],
    ["a token that is not yet valid", () => one.token({ nbf: now() + 60 })],
    ["a token without a subject", () => one.token({ sub: undefined })],
    ["an unknown key", () => one.token({}, { kid: "unknown" })],
    ["no key id", () => one.token({}, { kid: undefined })],
    ["algorithm none", () => one.token({}, { alg: "none" }, () => "AA")],
    ["algorithm none without a signature", () => one.token({}, { alg: "none" }, () => "")],
    ["HS256 keyed with the public key", () => one.token({}, { alg: "HS256" }, hmac)],
    ["an algorithm other than the key's", () => one.token({}, { alg: "RS512" })],
    ["a changed body", () => one.token().replace(/\.[^.]+\./, `.${Buffer.from("{}").toString("base64url")}.`)],
    ["a changed signature", () => one.token({}, {}, () => "AAAA")],
    ["a token of 9,000 characters", () => one.token({ pad: "x".repeat(9_000) })],
    ["no token", () => ""],
    ["words", () => "let me in"],
  ])("refuses %s with the 401 of API Gateway", async (_what, token) => {
    await expect(ask(`Bearer ${token()}`)).rejects.toThrow(/^Unauthorized$/);
  });

  it("refuses a valid token that is not a bearer token", async () => {
    await expect(ask(one.token())).rejects.toThrow(/^Unauthorized$/);
    await expect(ask(`Basic ${one.token()}`)).rejects.toThrow(/^Unauthorized$/);
  });

  it("does not send a request to the issuer for each invented key id", async () => {
    const before = one.fetches;
    for (let n = 0; n < 20; n += 1) {
      await ask(`Bearer ${one.token({}, { kid: `invented-${n}` })}`).catch(() => undefined);
    }
    expect(one.fetches - before).toBeLessThanOrEqual(1);
  });

  it("logs the reason without the token", () => {
    expect(lines.join("\n")).toMatch(/"reason":"[^"]*Token expired/);
    expect(lines.join("\n")).not.toMatch(/eyJ|Bearer/);
  });

  it("publishes each refused token, so that the alarm on failures does not count it", async () => {
    const published = () => lines.map((line) => JSON.parse(line)).filter(({ RefusedTokens: it }) => it !== undefined);
    await ask("Bearer no").catch(() => undefined);
    // Lines of earlier requests may arrive later than their answers.
    await eventually(() => published().length === refused || undefined, "the lines of all refused tokens");
    expect(published().at(-1)).toMatchObject(expectedMetric("RefusedTokens"));
  });

  it("publishes a failed download of an issuer's keys, and neither allows nor refuses the token", async () => {
    const silent = await TokenIssuer.start();
    silent.fault = "fails";
    const logged: string[] = [];
    const cutOff = new LocalFunction({
      name: "authorizer",
      archive: bundleFunction("lambdas/items/authorizer/handler.ts").path,
      environment: {
        ISSUERS: JSON.stringify([{ issuer: silent.issuer, audience: ["items"] }]),
        AWS_REGION: "eu-west-1",
        BACKEND: "sample-test-items",
      },
      time: "turns",
      now: silent.now * 1000,
      onLog: (line) => logged.push(line),
    });
    const answer = cutOff.invoke({ authorizationToken: `Bearer ${silent.token()}`, methodArn: METHOD });
    await expect(answer).rejects.toThrow(/^keys unavailable$/);
    const find = () => logged.map((line) => JSON.parse(line)).find((line) => line.KeyDownloadFailures !== undefined);
    const line = await eventually(find, "the line of a failed download");
    await cutOff.close();
    await silent.close();
    expect(line).toMatchObject({
      ...expectedMetric("KeyDownloadFailures"),
      jwks_uri: `${silent.issuer}/.well-known/jwks.json`,
      reason: expect.stringContaining("500"),
    });
  });

  /** A log line of a count of 1, by the name that the stacks read. */
  function expectedMetric(name: "RefusedTokens" | "KeyDownloadFailures"): object {
    const { refusedTokens, keyDownloadFailures } = itemsMetrics("sample-test-items", "eu-west-1");
    const metric = name === "RefusedTokens" ? refusedTokens : keyDownloadFailures;
    const directive = {
      Namespace: metric.namespace,
      Dimensions: [Object.keys(metric.dimensions)],
      Metrics: [{ Name: metric.name, Unit: "Count" }],
    };
    return { _aws: { CloudWatchMetrics: [directive] }, ...metric.dimensions, [metric.name]: 1 };
  }

  function hmac(input: string): string {
    const secret = one.key.publicKey.export({ type: "spki", format: "pem" });
    return createHmac("sha256", secret).update(input).digest("base64url");
  }
});

describe("TokenVerifier over time", () => {
  passTimeInTurns();

  const minutes = (count: number) => count * 60_000;
  let issuer: TokenIssuer;
  let clock = 0;
  let verifier: TokenVerifier;

  beforeEach(async () => {
    issuer = await TokenIssuer.start();
    clock = 0;
    verifier = new TokenVerifier(
      parseIssuers(JSON.stringify([{ issuer: issuer.issuer, audience: ["items"] }])),
      (uri) => new KeySet(uri, undefined, () => clock),
    );
  });
  afterEach(() => issuer.close());

  const verify = (token: string) => verifier.verify(`Bearer ${token}`);

  it("downloads the keys once for many tokens", async () => {
    await Promise.all([verify(issuer.token()), verify(issuer.token()), verify(issuer.token())]);
    clock = minutes(9);
    await verify(issuer.token());
    expect(issuer.fetches).toBe(1);
  });

  it("accepts a rotated key immediately", async () => {
    await verify(issuer.token());
    clock = minutes(1);
    issuer.rotate("second");
    expect(await verify(issuer.token())).toMatchObject({ subject: "user-1" });
  });

  it("refuses a withdrawn key after ten minutes, even if its id is reused", async () => {
    const old = issuer.token({ exp: 9_999_999_999 });
    await verify(old);
    issuer.rotate("first");
    clock = minutes(10);
    await expect(verify(old)).rejects.toThrow("Invalid signature");
  });

  it.each(["fails", "hangs", "redirects"] as const)("uses the cached keys while the issuer %s", async (fault) => {
    await verify(issuer.token());
    issuer.fault = fault;
    clock = minutes(59);
    expect(await verify(issuer.token())).toMatchObject({ subject: "user-1" });
  });

  it("fails when its keys are an hour old, until the issuer answers again", async () => {
    await verify(issuer.token());
    issuer.fault = "fails";
    clock = minutes(60);
    await expect(verify(issuer.token())).rejects.toThrow(KeysUnavailable);
    issuer.fault = "none";
    clock = minutes(61);
    expect(await verify(issuer.token())).toMatchObject({ subject: "user-1" });
  });

  it("fails without keys, and neither allows nor refuses the token", async () => {
    issuer.fault = "fails";
    await expect(verify(issuer.token())).rejects.toThrow(KeysUnavailable);
  });
});

describe("TokenVerifier with changed tokens", () => {
  let issuer: TokenIssuer;
  let verifier: TokenVerifier;

  beforeAll(async () => {
    issuer = await TokenIssuer.start();
    verifier = new TokenVerifier(parseIssuers(JSON.stringify([{ issuer: issuer.issuer, audience: ["items"] }])));
    await verifier.verify(`Bearer ${issuer.token()}`);
  });
  afterAll(() => issuer.close());

  /** The caller, or undefined if the token is refused. Other errors, which would be a 503 or 500, are thrown. */
  const callerOf = async (authorization: string) => {
    try {
      return await verifier.verify(authorization);
    } catch (error) {
      if (error instanceof Refused) {
        return undefined;
      }
      throw error;
    }
  };

  it("refuses every token with one changed character, or accepts it as the same caller", async () => {
    const token = issuer.token({ sub: "alice", scope: "items.read" });
    const characters = fc.constantFrom(..."ABCxyz019-_.= \n\0é");
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), characters, async (place, character) => {
        const caller = await callerOf(`Bearer ${token.slice(0, place)}${character}${token.slice(place + 1)}`);
        // The last character of a part can have bits that are not used.
        expect(caller ?? { subject: "alice", scopes: new Set(["items.read"]) }).toMatchObject({
          subject: "alice",
          scopes: new Set(["items.read"]),
        });
      }),
      { numRuns: 500 },
    );
  });

  it("refuses every text, header and payload without a valid signature", async () => {
    const part = fc.oneof(
      fc.json().map((text) => Buffer.from(text).toString("base64url")),
      fc.base64String().map((text) => text.replace(/[=+/]/g, "")),
      fc.constantFrom("", "e30", "bnVsbA", "W10", "IiI"),
    );
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.tuple(part, part, part).map((parts) => `Bearer ${parts.join(".")}`),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (authorization) => {
        expect(await callerOf(authorization)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe("SCOPES", () => {
  it("requires nothing by default, and names no administrator", () => {
    expect(permissionsOf(parseScopes(undefined), new Set(["admin"]))).toEqual({
      read: true,
      write: true,
      admin: false,
    });
  });

  it.each(["[]", "null", '{"reed":"items.read"}', '{"read":1}', '{"read":"a b"}', '{"admin":""}'])(
    "must not be %s",
    (text) => {
      expect(() => parseScopes(text)).toThrow("SCOPES must");
    },
  );
});

describe("ISSUERS", () => {
  const parse =
    (...entries: object[]) =>
    () =>
      parseIssuers(JSON.stringify(entries));

  it.each([
    ["an empty list", parse(), "at least one issuer"],
    ["no audience", parse({ issuer: "https://a.example" }), "audience must be"],
    ["an empty audience", parse({ issuer: "https://a.example", audience: [] }), "audience must be"],
    ["keys in the clear", parse({ issuer: "http://a.example", audience: ["x"] }), "jwksUri must be https"],
    ["no issuer", parse({ audience: ["x"] }), "issuer must be"],
    [
      "an issuer twice",
      parse({ issuer: "https://a.example", audience: ["x"] }, { issuer: "https://a.example", audience: ["y"] }),
      "each issuer once",
    ],
  ])("must not contain %s", (_what, work, message) => {
    expect(work).toThrow(message);
  });

  it("uses the well-known URL of an issuer's keys by default", () => {
    const [issuer] = parse({ issuer: "https://a.example/tenant/", audience: ["x"] })();
    expect(issuer?.jwksUri).toBe("https://a.example/tenant/.well-known/jwks.json");
  });
});
