import { randomBytes } from "node:crypto";
import type { Feature } from "../../../tools/emulator/actions/feature";
import { Gateway } from "../../../tools/emulator/gateway";
import { AwsError, jsonReply } from "../../../tools/emulator/protocol/reply";
import { FakeMoto } from "./fake-moto";

/** A feature that stores one value and rejects another. */
const feature: Feature = {
  service: "secretsmanager",
  actions: {
    Keep: ({ state, request }) => {
      state.regional(request, "kept").set("value", request.params.Value);
      return jsonReply({});
    },
    Read: ({ state, request }) => jsonReply({ Value: state.regional<string>(request, "kept").get("value") ?? "none" }),
    Refuse: () => {
      throw new AwsError("NoSuchThing", "there is no such thing", 404);
    },
  },
};

const HTML = { status: 500, headers: { "content-type": "text/html" }, body: "<!doctype html>\n<title>500</title>" };
const moto = new FakeMoto();
const lines: string[] = [];
let gateway: Gateway;
let url: string;
beforeAll(async () => {
  gateway = new Gateway({ motoUrl: await moto.start(), features: [feature], log: (line) => lines.push(line) });
  url = `http://127.0.0.1:${await gateway.listen(0)}`;
});
afterAll(() => Promise.all([gateway.close(), moto.stop()]));
beforeEach(() => {
  moto.seen.length = 0;
  lines.length = 0;
  moto.answer = { status: 200, body: "{}" };
});

interface Sent {
  readonly service?: string;
  readonly key?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

function send({ service = "rds", key = "111111111111", method = "POST", path = "/", headers = {}, body }: Sent) {
  const authorization = `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, Signature=0`;
  const given = body === undefined ? {} : { body };
  return fetch(url + path, { method, headers: { authorization, ...headers }, ...given });
}

const query = (action: string): Sent => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: `Action=${action}`,
});
const json = (action: string, body = "{}"): Sent => ({
  service: "secretsmanager",
  headers: { "x-amz-target": `secretsmanager.${action}`, "content-type": "application/x-amz-json-1.1" },
  body,
});

describe("Gateway", () => {
  it("forwards other requests to moto, with the account of the request", async () => {
    moto.answer = { status: 201, headers: { "x-amzn-requestid": "r" }, body: "<ok/>" };
    const answer = await send({ ...query("DescribeDBInstances"), path: "/?a=b%20c" });
    expect([answer.status, answer.headers.get("x-amzn-requestid"), await answer.text()]).toEqual([201, "r", "<ok/>"]);
    expect(moto.seen).toMatchObject([
      { method: "POST", url: "/?a=b+c", headers: { "x-moto-account-id": "111111111111" } },
    ]);
    expect(moto.seen[0]?.body.toString()).toBe("Action=DescribeDBInstances");
  });

  it("forwards S3 objects unchanged in both directions", async () => {
    const object = randomBytes(3_000_000);
    moto.answer = { status: 200, body: object };
    const answer = await send({ service: "s3", method: "PUT", path: "/bucket/a%2Fb?x-id=PutObject", body: object });
    expect(Buffer.from(await answer.arrayBuffer()).equals(object)).toBe(true);
    expect(moto.seen[0]?.url).toBe("/bucket/a%2Fb?x-id=PutObject");
    expect(moto.seen[0]?.body.equals(object)).toBe(true);
  });

  it("forwards an empty 404 of S3, which means a missing object", async () => {
    moto.answer = { status: 404 };
    expect((await send({ service: "s3", method: "HEAD", path: "/bucket/missing" })).status).toBe(404);
  });

  it("separates the state of accounts, and deletes it on reset", async () => {
    const read = async (key: string) => (await send({ ...json("Read"), key })).json();
    await send({ ...json("Keep", '{"Value":"ours"}'), key: "111111111111" });
    expect(await read("111111111111")).toEqual({ Value: "ours" });
    expect(await read("222222222222")).toEqual({ Value: "none" });
    await fetch(`${url}/moto-api/reset`, { method: "POST" });
    expect(await read("111111111111")).toEqual({ Value: "none" });
    expect(moto.seen.at(-1)).toMatchObject({ method: "POST", url: "/moto-api/reset" });
  });

  it("returns an error of a feature with its code and status", async () => {
    const answer = await send(json("Refuse"));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ __type: "NoSuchThing", message: "there is no such thing" });
  });

  it("converts moto's HTML for an unknown action to an error that no SDK retries, and logs it once", async () => {
    moto.answer = HTML;
    const answer = await send(query("CreateDBProxyEndpoint"));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("<Code>NotImplemented</Code>");
    await send(query("CreateDBProxyEndpoint"));
    expect(lines).toEqual(["not supported: rds CreateDBProxyEndpoint"]);
  });

  it.each([
    ["JSON", { ...json("Unheard") }, '"__type":"NotImplemented"'],
    ["REST-JSON", { service: "backup", method: "GET", path: "/a" }, '"__type":"NotImplemented"'],
    ["REST-XML", { service: "cloudfront", method: "GET", path: "/a" }, "<Code>NotImplemented</Code>"],
    ["EC2's", { ...query("Unheard"), service: "ec2" }, "<Response><Errors><Error><Code>NotImplemented</Code>"],
  ] as const)("says so in the %s protocol", async (_, sent, text) => {
    moto.answer = HTML;
    const answer = await send(sent);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(text)]);
  });

  it("converts an empty 404 to an error for an unknown path", async () => {
    moto.answer = { status: 404 };
    const answer = await send({ service: "backup", method: "GET", path: "/restore-testing" });
    expect(await answer.json()).toMatchObject({ message: "the emulator does not support backup GET /restore-testing" });
  });

  it("forwards an error of the service unchanged", async () => {
    moto.answer = { status: 404, body: '{"__type":"ResourceNotFoundException"}' };
    const answer = await send({ service: "backup", method: "GET", path: "/backup-vaults/a" });
    expect([answer.status, await answer.json()]).toEqual([404, { __type: "ResourceNotFoundException" }]);
  });

  it("closes an idle connection later than Go's client, which reuses it for 90 s", async () => {
    const answer = await send(query("DescribeDBInstances"));
    expect(answer.headers.get("keep-alive")).toBe("timeout=120");
  });

  it("names a port that is in use", async () => {
    const second = new Gateway({ motoUrl: url, features: [], log: () => {} });
    const port = Number(new URL(url).port);
    await expect(second.listen(port)).rejects.toThrow(`port must be free, got ${port}; choose another`);
  });
});
