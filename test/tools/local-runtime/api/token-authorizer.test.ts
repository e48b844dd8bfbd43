import { TokenAuthorizer, type TokenAuthorizerOptions } from "../../../../tools/local-runtime/api/token-authorizer";

const STAGE = "arn:aws:execute-api:eu-west-1:123456789012:api/dev";

function received(method: string, target: string, token = "Bearer a.b.c") {
  return { method, target, headers: new Map([["authorization", [token]]]), body: Buffer.alloc(0) };
}

function policy(...statements: readonly [effect: string, ...resources: string[]][]) {
  const Statement = statements.map(([Effect, ...Resource]) => ({ Effect, Action: "execute-api:Invoke", Resource }));
  return { principalId: "p", policyDocument: { Version: "2012-10-17", Statement }, context: { admin: true, n: 1 } };
}

function authorizer(result: unknown, more: Partial<TokenAuthorizerOptions> = {}) {
  const events: { authorizationToken: string; methodArn: string }[] = [];
  const invoke = async (event: { authorizationToken: string; methodArn: string }) => {
    events.push(event);
    if (result instanceof Error) {
      throw result;
    }
    return result;
  };
  return { events, it: new TokenAuthorizer({ invoke, stageArn: STAGE, ...more }) };
}

describe("TokenAuthorizer", () => {
  it("gives the function the token and the method, and the route the context as text", async () => {
    const { it: tokens, events } = authorizer(policy(["Allow", `${STAGE}/GET/items/*`]));
    const caller = await tokens.authorize(received("GET", "/items/a%2Fb?x=1"));
    expect(events).toEqual([
      { type: "TOKEN", authorizationToken: "Bearer a.b.c", methodArn: `${STAGE}/GET/items/a%2Fb` },
    ]);
    expect(caller).toEqual({ authorizer: { principalId: "p", admin: "true", n: "1" } });
  });

  it.each<[string, ReturnType<typeof policy>, string]>([
    ["nothing allows", policy(), "/items/a"],
    ["another method", policy(["Allow", `${STAGE}/POST/items`]), "/items/a"],
    ["a longer path", policy(["Allow", `${STAGE}/GET/items`]), "/items/a"],
    ["a denial beside a permission", policy(["Allow", `${STAGE}/*`], ["Deny", `${STAGE}/GET/*`]), "/items/a"],
    ["another stage", policy(["Allow", `${STAGE}x/*`]), "/items/a"],
  ])("refuses with ACCESS_DENIED: %s", async (_what, result, target) => {
    await expect(authorizer(result).it.authorize(received("GET", target))).rejects.toMatchObject({
      type: "ACCESS_DENIED",
    });
  });

  it("caches the policy by token until its time is over", async () => {
    let now = 0;
    const { it: tokens, events } = authorizer(policy(["Allow", "*"]), { cacheSeconds: 10, now: () => now });
    await tokens.authorize(received("GET", "/items/a"));
    await tokens.authorize(received("POST", "/items"));
    expect(events.length).toBe(1);
    await tokens.authorize(received("GET", "/items/a", "Bearer x.y.z"));
    expect(events.length).toBe(2);
    now = 10_000;
    await tokens.authorize(received("GET", "/items/a"));
    expect(events.length).toBe(3);
  });

  it("asks for every request if the cache is off", async () => {
    const { it: tokens, events } = authorizer(policy(["Allow", "*"]), { cacheSeconds: 0 });
    await tokens.authorize(received("GET", "/items/a"));
    await tokens.authorize(received("GET", "/items/a"));
    expect(events.length).toBe(2);
  });

  it("refuses tokens of another form without a call of the function", async () => {
    const { it: tokens, events } = authorizer(policy(["Allow", "*"]), { accepts: /^Bearer / });
    for (const token of ["", "Basic x"]) {
      await expect(tokens.authorize(received("GET", "/items/a", token))).rejects.toMatchObject({
        type: "UNAUTHORIZED",
      });
    }
    expect(events).toEqual([]);
  });

  it.each([
    ["Unauthorized", "UNAUTHORIZED"],
    ["keys unavailable", "AUTHORIZER_FAILURE"],
  ])("maps the function's error %s to %s, and does not cache it", async (message, type) => {
    const { it: tokens, events } = authorizer(new Error(message));
    await expect(tokens.authorize(received("GET", "/items/a"))).rejects.toMatchObject({ type });
    await expect(tokens.authorize(received("GET", "/items/a"))).rejects.toMatchObject({ type });
    expect(events.length).toBe(2);
  });
});
