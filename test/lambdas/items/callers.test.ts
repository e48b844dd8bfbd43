import { callerOf } from "../../../lambdas/items/create-item/caller";
import { ownerAfter, parseOwnership } from "../../../lambdas/items/create-item/ownership";
import type { ApiEvent } from "../../../lambdas/shared/api-event";
import { bundleFunction } from "../../../modules/packaging/assets";
import { TokenAuthorizer } from "../../../tools/local-runtime/api/token-authorizer";
import { LocalFunction } from "../../../tools/local-runtime/functions/local-function";
import { type Answer, ItemsRegion } from "../../helpers/items-region";
import { TokenIssuer } from "../../helpers/token-issuer";

const READ = "items.read";
const WRITE = "items.write";
const ADMIN = "items.admin";

/** The items API with tokens: real JWTs, the authorizer's bundle, its policy and API Gateway's cache. */
describe("items API with tokens", () => {
  let issuer: TokenIssuer;
  let partner: TokenIssuer;
  let authorizer: LocalFunction;
  let region: ItemsRegion;
  let calls = 0;

  beforeAll(async () => {
    [issuer, partner] = [await TokenIssuer.start(), await TokenIssuer.start()];
    const issuers = [issuer, partner].map((one) => ({
      issuer: one.issuer,
      audience: ["items"],
      jwksUri: `${one.issuer}/keys`,
    }));
    authorizer = new LocalFunction({
      name: "authorizer",
      archive: bundleFunction("lambdas/items/authorizer/handler.ts").path,
      environment: {
        ISSUERS: JSON.stringify(issuers),
        BACKEND: "sample-test-items",
        SCOPES: JSON.stringify({ read: READ, write: WRITE, admin: ADMIN }),
        AWS_REGION: "eu-west-1",
      },
    });
    const tokens = new TokenAuthorizer({
      invoke: (event) => {
        calls += 1;
        return authorizer.invoke(event);
      },
      stageArn: "arn:aws:execute-api:eu-west-1:123456789012:local/dev",
      accepts: /^[Bb]earer [\w-]+\.[\w-]+\.[\w-]+$/,
    });
    region = await ItemsRegion.start("eu-west-1", { OWNERSHIP: "owner-overwrites" }, {}, tokens);
  });
  afterAll(async () => {
    await region.close();
    await authorizer.close();
    await Promise.all([issuer.close(), partner.close()]);
  });

  const bearer = (claims: object, by = issuer) => ({ Authorization: `Bearer ${by.token(claims)}` });
  const alice = () => bearer({ sub: "alice", scope: `${READ} ${WRITE}` });
  const bob = () => bearer({ sub: "bob", scope: `${READ} ${WRITE}` });
  const admin = () => bearer({ sub: "root", scope: `${READ} ${WRITE} ${ADMIN}` });

  const post = (caller: Record<string, string>, item: object, query = "", more: Record<string, string> = {}) =>
    region.post(item, { ...caller, ...more }, query);
  const get = (caller: Record<string, string>, id: string) => region.request("GET", `/items/${id}`, caller);
  const outcome = ({ status, json }: Answer) => `${status} ${json.error?.code ?? ""}`.trim();
  const owner = async (id: string) => {
    const item = (await region.items()).find(({ item_id }) => item_id?.S === id);
    return item?._tierra_owner?.S;
  };

  describe("scopes", () => {
    it.each<[string, object, string, string]>([
      ["read and write", { scope: `${READ} ${WRITE}` }, "201", "404 not_found"],
      ["write", { scope: WRITE }, "201", "403 not_authorized"],
      ["read", { scope: READ }, "403 not_authorized", "404 not_found"],
      ["admin alone", { scope: ADMIN }, "403 not_authorized", "403 not_authorized"],
      ["no scope", {}, "403 not_authorized", "403 not_authorized"],
      ["an empty scope", { scope: "" }, "403 not_authorized", "403 not_authorized"],
      ["scp as an array", { scp: [READ, WRITE] }, "201", "404 not_found"],
      ["scp as text", { scp: `${WRITE} ${READ}` }, "201", "404 not_found"],
      ["both claims", { scope: READ, scp: [WRITE] }, "201", "404 not_found"],
      ["scopes with a similar name", { scope: `${READ}x x${WRITE}` }, "403 not_authorized", "403 not_authorized"],
      ["scopes in another case", { scope: WRITE.toUpperCase() }, "403 not_authorized", "403 not_authorized"],
      ["lists within a list as scp", { scp: [[WRITE], { [READ]: true }] }, "403 not_authorized", "403 not_authorized"],
      // The library refuses a token whose scope is not text.
      ["an object as scope", { scope: { [WRITE]: true } }, "401 not_authorized", "401 not_authorized"],
      ["a list as scope", { scope: [WRITE] }, "401 not_authorized", "401 not_authorized"],
    ])("%s", async (what, claims, create, read) => {
      const caller = bearer({ sub: "scopes", ...claims });
      expect(outcome(await post(caller, { item_id: `scope of ${what}` }))).toBe(create);
      expect(outcome(await get(caller, "unknown"))).toBe(read);
    });

    it("apply to every route of one token, from one cached result, in both orders", async () => {
      for (const [index, readFirst] of [true, false].entries()) {
        const caller = bearer({ sub: `cached-${index}`, scope: WRITE });
        const before = calls;
        const create = () => post(caller, { item_id: `cached-${index}` });
        const read = () => get(caller, `cached-${index}`);
        const first = await (readFirst ? read() : create());
        const second = await (readFirst ? create() : read());
        const [reading, creating] = readFirst ? [first, second] : [second, first];
        expect([outcome(reading), outcome(creating)]).toEqual(["403 not_authorized", "201"]);
        expect(calls - before).toBe(1);
      }
    });

    it("refuses requests without a valid token with 401 and WWW-Authenticate, and health needs none", async () => {
      const headers: Record<string, string>[] = [{}, { Authorization: "Bearer a.b.c" }, { Authorization: "x" }];
      for (const caller of headers) {
        const answer = await post(caller, { item_id: "anonymous" });
        expect([outcome(answer), answer.headers.get("www-authenticate")]).toEqual(["401 not_authorized", "Bearer"]);
      }
      expect(await region.health()).toMatchObject({ status: 200 });
    });

    it("refuses a subject that would break the access log, and one of 256 characters", async () => {
      for (const sub of ['x","caller":"admin', "a\\b", "line\nbreak", "ünï", "s".repeat(256)]) {
        expect(outcome(await get(bearer({ sub, scope: READ }), "x"))).toBe("401 not_authorized");
      }
      expect(outcome(await get(bearer({ sub: "s".repeat(255), scope: READ }), "x"))).toBe("404 not_found");
    });
  });

  describe("owners", () => {
    it("stores the issuer and the subject, and does not return them", async () => {
      const { json } = await post(alice(), { item_id: "hers" });
      expect(await owner("hers")).toBe(`${issuer.issuer} alice`);
      expect(JSON.stringify(json)).not.toContain("alice");
    });

    it("may overwrite their items, with every condition", async () => {
      const created = await post(alice(), { item_id: "own" });
      const match = { "If-Match": created.headers.get("etag") ?? "" };
      expect(outcome(await post(alice(), { item_id: "own" }, "", match))).toBe("200");
      expect(outcome(await post(alice(), { item_id: "own" }, "?overwrite=true"))).toBe("200");
      expect(await owner("own")).toBe(`${issuer.issuer} alice`);
    });

    it("refuses overwrites by other callers with 403, and the item is unchanged", async () => {
      const created = await post(alice(), { item_id: "kept", n: 1 });
      const match = { "If-Match": created.headers.get("etag") ?? "" };
      expect(outcome(await post(bob(), { item_id: "kept" }, "?overwrite=true"))).toBe("403 not_owner");
      expect(outcome(await post(bob(), { item_id: "kept" }, "", match))).toBe("403 not_owner");
      expect(outcome(await post(bob(), { item_id: "kept" }, "", { "If-Match": "*" }))).toBe("403 not_owner");
      expect(outcome(await post(bob(), { item_id: "kept" }))).toBe("409 item_exists");
      expect((await get(alice(), "kept")).json.item).toEqual(created.json.item);
    });

    it("distinguishes the same subject of two issuers", async () => {
      await post(alice(), { item_id: "two issuers" });
      const other = bearer({ sub: "alice", scope: WRITE }, partner);
      expect(outcome(await post(other, { item_id: "two issuers" }, "?overwrite=true"))).toBe("403 not_owner");
    });

    it("lets callers with the scope admin overwrite, and the owner stays", async () => {
      await post(alice(), { item_id: "administered" });
      expect(outcome(await post(admin(), { item_id: "administered", by: "root" }, "?overwrite=true"))).toBe("200");
      expect(await owner("administered")).toBe(`${issuer.issuer} alice`);
      expect(outcome(await post(alice(), { item_id: "administered" }, "?overwrite=true"))).toBe("200");
    });

    it("gives an item without an owner to the first caller who overwrites it", async () => {
      await region.database.call("PutItem", { TableName: "MyGlobalTable", Item: { item_id: { S: "old" } } });
      expect(outcome(await post(bob(), { item_id: "old" }, "?overwrite=true"))).toBe("200");
      expect(outcome(await post(alice(), { item_id: "old" }, "?overwrite=true"))).toBe("403 not_owner");
    });

    it("refuses a caller who sends an owner of its own", async () => {
      const forged = { item_id: "forged", _tierra_owner: `${issuer.issuer} alice` };
      expect(outcome(await post(bob(), forged))).toBe("400 reserved_name");
    });

    it("leaves one item and one owner when callers create it at the same time", async () => {
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          post(n % 2 === 0 ? alice() : bob(), { item_id: "raced", n }, "?overwrite=true"),
        ),
      );
      const outcomes = new Set(answers.map(outcome));
      expect([...outcomes].filter((one) => !["200", "201", "403 not_owner"].includes(one))).toEqual([]);
      expect(outcomes).toContain("403 not_owner");
    });
  });

  describe("an Idempotency-Key", () => {
    const key = { "Idempotency-Key": "shared-key" };

    it("belongs to its caller: another caller does not get the answer", async () => {
      const item = { item_id: "keyed", n: 1 };
      const first = await post(alice(), item, "", key);
      const other = await post(bob(), item, "", key);
      expect([outcome(first), outcome(other)]).toEqual(["201", "409 item_exists"]);
      const again = await post(alice(), item, "", key);
      expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([first.text, "true"]);
    });

    it("of another caller does not refuse a request with 422", async () => {
      await post(alice(), { item_id: "keyed twice", n: 1 }, "", key);
      expect(outcome(await post(bob(), { item_id: "keyed twice", n: 2 }, "", key))).toBe("409 item_exists");
    });

    it("is the same for a new token of the same caller", async () => {
      const item = { item_id: "renewed" };
      const first = await post(alice(), item, "", key);
      const renewed = bearer({ sub: "alice", scope: WRITE, exp: issuer.now + 200 });
      expect((await post(renewed, item, "", key)).text).toBe(first.text);
    });
  });
});

describe("callerOf", () => {
  const event = (requestContext: Omit<ApiEvent["requestContext"], "requestId">) =>
    ({ requestContext: { requestId: "r", ...requestContext } }) as ApiEvent;

  it("is the same for all sessions of a role", () => {
    const of = (caller: string) => callerOf(event({ identity: { caller, userArn: "arn" } }));
    expect(of("AROAROBOT:session-1")).toEqual(of("AROAROBOT:session-2"));
    expect(of("AROAROBOT:session-1")).toEqual({ id: "iam AROAROBOT", admin: false });
    expect(of("AIDAALICE")).toEqual({ id: "iam AIDAALICE", admin: false });
  });

  it("distinguishes the identities of a Cognito pool, which share a role", () => {
    const identity = { caller: "AROAPOOL:CognitoIdentityCredentials", cognitoIdentityId: "eu-west-1:1" };
    expect(callerOf(event({ identity }))).toEqual({ id: "cognito eu-west-1:1", admin: false });
  });

  it("is undefined without authentication", () => {
    expect(callerOf(event({}))).toBeUndefined();
    expect(callerOf(event({ identity: { caller: null, userArn: null, cognitoIdentityId: null } }))).toBeUndefined();
  });

  it("is an administrator by the authorizer's context only, which is text", () => {
    const admin = (value: string) =>
      callerOf(event({ authorizer: { principalId: "p", issuer: "https://i", admin: value } }))?.admin;
    expect([admin("true"), admin("false"), admin("")]).toEqual([true, false, false]);
  });
});

describe("ownership", () => {
  const owned = { item_id: { S: "a" }, _tierra_owner: { S: "iam AIDA1" } };

  it("is refused with another value, so that a typing error does not disable the check", () => {
    expect(() => parseOwnership("owner")).toThrow("OWNERSHIP must be none or owner-overwrites, got owner");
    expect([parseOwnership(undefined), parseOwnership("owner-overwrites")]).toEqual(["none", "owner-overwrites"]);
  });

  it("applies to the principals of signed requests", () => {
    const write = (id: string) => ownerAfter("owner-overwrites", owned, { id, admin: false });
    expect(write("iam AIDA1")).toBe("iam AIDA1");
    expect(() => write("iam AIDA2")).toThrow("the item belongs to another caller");
  });

  it("refuses an unknown caller", () => {
    expect(() => ownerAfter("owner-overwrites", owned, undefined)).toThrow("the item belongs to another caller");
  });

  it("keeps the owner while it is not checked", () => {
    expect(ownerAfter("none", owned, { id: "iam AIDA2", admin: false })).toBe("iam AIDA1");
    expect(ownerAfter("none", undefined, { id: "iam AIDA2", admin: false })).toBeUndefined();
  });
});
