import type { Feature } from "../../../tools/emulator/actions/feature";
import { jsonReply } from "../../../tools/emulator/protocol/reply";
import { type AwsRequest, parseRequest } from "../../../tools/emulator/protocol/request";
import { Router } from "../../../tools/emulator/router";
import { State } from "../../../tools/emulator/state";

function request(method: string, path: string, headers: Record<string, string> = {}, body = ""): AwsRequest {
  const authorization = "AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/backup/aws4_request";
  return parseRequest(method, path, { authorization, ...headers }, Buffer.from(body));
}

/** A router with these features, and the requests that moto received. */
function router(...features: Feature[]) {
  const seen: AwsRequest[] = [];
  const asked = new Router(features, new State(), async (one) => {
    seen.push(one);
    return jsonReply({ from: "moto" });
  });
  return { seen, answer: async (one: AwsRequest) => JSON.parse((await asked.answer(one)).body) };
}

describe("Router", () => {
  it("forwards to moto if no feature has the action", async () => {
    const { answer, seen } = router({ service: "rds", routes: { "GET /a": () => jsonReply({}) } });
    expect(await answer(request("GET", "/a"))).toEqual({ from: "moto" });
    expect(seen).toHaveLength(1);
  });

  it("decodes path parameters, with or without a trailing slash", async () => {
    const { answer } = router({
      service: "backup",
      routes: { "GET /tags/{arn}": ({ path }) => jsonReply({ ...path }) },
    });
    expect(await answer(request("GET", "/tags/arn%3Aaws%3Ax"))).toEqual({ arn: "arn:aws:x" });
    expect(await answer(request("GET", "/tags/arn%3Aaws%3Ax/"))).toEqual({ arn: "arn:aws:x" });
    expect(await answer(request("GET", "/tags/a/b"))).toEqual({ from: "moto" });
    expect(await answer(request("POST", "/tags/a"))).toEqual({ from: "moto" });
  });

  it("calls features with the same action in order, then moto", async () => {
    const named = (name: string): Feature => ({
      service: "backup",
      routes: {
        "GET /a": async ({ next }) => jsonReply({ [name]: JSON.parse((await next()).body) }),
      },
    });
    const { answer } = router(named("first"), named("second"));
    expect(await answer(request("GET", "/a"))).toEqual({ first: { second: { from: "moto" } } });
  });

  it("passes the changes of each feature to the next one", async () => {
    const add = (key: string): Feature => ({
      service: "backup",
      actions: {
        Do: ({ next, request: seen }) => next({ body: JSON.stringify({ ...seen.params, [key]: true }) }),
      },
    });
    const { answer, seen } = router(add("one"), add("two"));
    await answer(
      request("POST", "/", { "x-amz-target": "Backup.Do", "content-encoding": "identity" }, '{"zero":true}'),
    );
    expect(seen[0]?.params).toEqual({ zero: true, one: true, two: true });
    expect(seen[0]?.headers).not.toHaveProperty("content-encoding");
  });

  it("changes method, path and action of a request", async () => {
    const { answer, seen } = router({
      service: "backup",
      routes: { "PUT /plans/{id}": ({ next }) => next({ method: "GET", path: "/plans?id=1", body: "" }) },
    });
    await answer(request("PUT", "/plans/1?x=y", {}, "{}"));
    expect(seen[0]).toMatchObject({ method: "GET", path: "/plans", params: {} });
    expect(seen[0]?.query.toString()).toBe("id=1");
  });
});
