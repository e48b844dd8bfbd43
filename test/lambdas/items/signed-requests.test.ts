import { createHash, createHmac } from "node:crypto";
import { SignatureV4a } from "@aws-sdk/signature-v4a";
import { SignatureV4 } from "@smithy/signature-v4";
import { SignatureAuthorizer } from "../../../tools/local-runtime/api/request-authorizer";
import { type Principal, SignatureCheck } from "../../../tools/local-runtime/api/signatures/signature-check";
import {
  type Credentials,
  type RequestToSign,
  type SignedRequest,
  signRequest,
} from "../../../tools/shared/sign-request";
import { ItemsRegion } from "../../helpers/items-region";

const ALICE: Principal = {
  accessKeyId: "AKIAALICE",
  secretAccessKey: "secret-of-alice",
  userArn: "arn:aws:iam::123456789012:user/alice",
  caller: "AIDAALICE",
};
/** A session of a role, with temporary credentials. */
const ROBOT: Principal = {
  accessKeyId: "ASIAROBOT",
  secretAccessKey: "secret-of-robot",
  sessionToken: "token-of-robot",
  userArn: "arn:aws:sts::123456789012:assumed-role/robot/session-1",
  caller: "AROAROBOT:session-1",
};

/** Another session of the same role. */
const ROBOT_AGAIN: Principal = {
  ...ROBOT,
  accessKeyId: "ASIAROBOT2",
  userArn: "arn:aws:sts::123456789012:assumed-role/robot/session-2",
  caller: "AROAROBOT:session-2",
};

const REGIONS = ["eu-west-1", "eu-central-1"] as const;
const MINUTE = 60_000;

/** SHA-256 in the form that the SDK's signer needs. */
class Sha256 {
  private readonly hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Uint8Array);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(data as Uint8Array);
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
  reset(): void {
    throw new Error("not used");
  }
}

describe("items API with signed requests", () => {
  let ireland: ItemsRegion;
  let frankfurt: ItemsRegion;

  beforeAll(async () => {
    [ireland, frankfurt] = (await Promise.all(
      REGIONS.map((region) => {
        const check = new SignatureCheck({ region, principals: [ALICE, ROBOT, ROBOT_AGAIN] });
        return ItemsRegion.start(region, { OWNERSHIP: "owner-overwrites" }, {}, new SignatureAuthorizer(check));
      }),
    )) as [ItemsRegion, ItemsRegion];
  });
  afterAll(() => Promise.all([ireland.close(), frankfurt.close()]));

  const send = async ({ url, method, headers, body }: SignedRequest) => {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return { status: response.status, text, json: text === "" ? undefined : JSON.parse(text) };
  };
  const newItem = (region: ItemsRegion, id: string, query = ""): RequestToSign => ({
    method: "POST",
    url: `${region.url}/items${query}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ item_id: id }),
  });
  const sign = (request: RequestToSign, credentials: Credentials = ALICE, date?: Date) =>
    signRequest(request, credentials, date);
  /** Signs with SigV4 for one region, or with SigV4A for another set than all regions. */
  const signFor = async (
    version: "SigV4" | "SigV4A",
    request: RequestToSign,
    region: string,
  ): Promise<SignedRequest> => {
    const { method, url, headers = {}, body } = request;
    const { protocol, host, pathname } = new URL(url);
    const options = { service: "execute-api", region, credentials: ALICE, sha256: Sha256 };
    const signer = version === "SigV4" ? new SignatureV4(options) : new SignatureV4a(options);
    const toSign = { method, protocol, hostname: host, path: pathname, headers: { ...headers, host }, body };
    const signed = await signer.sign(toSign, {});
    const { host: _, ...rest } = signed.headers;
    return { method, url, headers: rest, ...(body === undefined ? {} : { body }) };
  };

  it("accepts a request in every region, without knowing the region before", async () => {
    for (const region of [ireland, frankfurt]) {
      expect(await send(await sign(newItem(region, "signed")))).toMatchObject({ status: 201 });
      const read = await send(await sign({ method: "GET", url: `${region.url}/items/signed` }));
      expect(read).toMatchObject({ status: 200, json: { item: { item_id: "signed" } } });
    }
  });

  it.each(["a/b", "100%", "ünï ✓", "?x=1#y", "%41", "a+b", "~!*'()", "a b", "..a", "a//b"])(
    "accepts the id %j in the path",
    async (id) => {
      await send(await sign(newItem(ireland, id)));
      const url = `${ireland.url}/items/${encodeURIComponent(id)}`;
      expect(await send(await sign({ method: "GET", url }))).toMatchObject({
        status: 200,
        json: { item: { item_id: id } },
      });
    },
  );

  it("accepts queries with any order, repetition and encoding", async () => {
    for (const query of ["?overwrite=true&x=a+b&x=%20&a=%7E", "?overwrite=true&z=&y", "?b=2&overwrite=true&b=1"]) {
      expect((await send(await sign(newItem(ireland, "query", query)))).status).toBeLessThan(202);
    }
  });

  it("accepts temporary credentials with their session token only", async () => {
    const { sessionToken: _, ...without } = ROBOT;
    expect(await send(await sign(newItem(ireland, "robot"), ROBOT))).toMatchObject({ status: 201 });
    expect(await send(await sign(newItem(ireland, "robot-2"), without))).toMatchObject({ status: 403 });
    expect(await send(await sign(newItem(ireland, "robot-2"), { ...ROBOT, sessionToken: "old" }))).toMatchObject({
      status: 403,
    });
  });

  it("lets every session of the role that created an item overwrite it, and no other principal", async () => {
    const overwrite = async (by: Principal) =>
      (await send(await sign(newItem(ireland, "owned", "?overwrite=true"), by))).status;
    expect([await overwrite(ROBOT), await overwrite(ROBOT_AGAIN), await overwrite(ALICE)]).toEqual([201, 200, 403]);
    const [item] = (await ireland.items()).filter(({ item_id }) => item_id?.S === "owned");
    expect(item).toMatchObject({ version: { N: "2" }, _tierra_owner: { S: "iam AROAROBOT" } });
  });

  it("gives a retry by another session of the role the first answer, and another principal a conflict", async () => {
    const request = newItem(ireland, "keyed");
    const keyed = { ...request, headers: { ...request.headers, "idempotency-key": "k" } };
    const [first, again, other] = [
      await send(await sign(keyed, ROBOT)),
      await send(await sign(keyed, ROBOT_AGAIN)),
      await send(await sign(keyed, ALICE)),
    ];
    expect([first.status, again.status, again.text, other.status]).toEqual([201, 201, first.text, 409]);
  });

  it("accepts SigV4 for the region that answers, and refuses it for another one", async () => {
    expect(await send(await signFor("SigV4", newItem(ireland, "one region"), "eu-west-1"))).toMatchObject({
      status: 201,
    });
    expect(await send(await signFor("SigV4", newItem(frankfurt, "one region"), "eu-west-1"))).toMatchObject({
      status: 403,
    });
  });

  describe("refuses, without storing anything,", () => {
    const changed = (change: (signed: SignedRequest) => SignedRequest) => async () =>
      change(await sign(newItem(ireland, "refused")));
    const withHeader = (name: string, value: string) =>
      changed((signed) => ({ ...signed, headers: { ...signed.headers, [name]: value } }));

    it.each<[string, () => Promise<SignedRequest>]>([
      ["a request without a signature", async () => newItem(ireland, "refused") as SignedRequest],
      ["an unknown access key", () => sign(newItem(ireland, "refused"), { ...ALICE, accessKeyId: "AKIAEVE" })],
      ["a wrong secret", () => sign(newItem(ireland, "refused"), { ...ALICE, secretAccessKey: "guess" })],
      ["a changed body", changed((signed) => ({ ...signed, body: '{"item_id":"refused","x":1}' }))],
      ["a removed body", changed(({ body: _, ...signed }) => signed)],
      ["a changed query", changed((signed) => ({ ...signed, url: `${signed.url}?overwrite=true` }))],
      [
        "another method and path",
        changed(({ headers }) => ({ method: "GET", url: `${ireland.url}/items/signed`, headers })),
      ],
      ["another host", changed((signed) => ({ ...signed, url: signed.url.replace("127.0.0.1", "localhost") }))],
      ["another region's listener", changed((signed) => ({ ...signed, url: `${frankfurt.url}/items` }))],
      ["a changed region set", withHeader("x-amz-region-set", "eu-west-1")],
      ["a changed date", withHeader("x-amz-date", "20260101T000000Z")],
      ["a changed hash of the body", withHeader("x-amz-content-sha256", "0".repeat(64))],
      ["an additional AWS header", withHeader("x-amz-security-token", "other")],
      [
        "a changed signature",
        async () => {
          const signed = await sign(newItem(ireland, "refused"));
          const authorization = (signed.headers.authorization ?? "").replace(/.$/, (last) =>
            last === "0" ? "1" : "0",
          );
          return { ...signed, headers: { ...signed.headers, authorization } };
        },
      ],
      [
        "a signature of six minutes ago",
        () => sign(newItem(ireland, "refused"), ALICE, new Date(Date.now() - 6 * MINUTE)),
      ],
      ["a signature of the future", () => sign(newItem(ireland, "refused"), ALICE, new Date(Date.now() + 6 * MINUTE))],
      [
        "a token",
        async () => ({ ...newItem(ireland, "refused"), headers: { authorization: "Bearer a.b.c" } }) as SignedRequest,
      ],
    ])("%s", async (_what, make) => {
      const signed = await make();
      const answer = await send(signed).catch((error: unknown) => error);
      expect((answer as { status: number }).status).toBe(403);
      expect((answer as { json: unknown }).json).toEqual({
        error: { code: expect.any(String), message: expect.any(String), request_id: expect.any(String) },
      });
      expect(JSON.stringify(answer)).not.toMatch(/AWS4|secret|canonical|20\d{6}T/i);
      for (const region of [ireland, frankfurt]) {
        expect((await region.items()).filter((item) => item.item_id?.S === "refused")).toEqual([]);
      }
    });
  });

  it.each<[string, number]>([
    ["eu-west-1", 201],
    ["eu-*", 201],
    ["eu-central-1, eu-west-1", 201],
    ["eu-central-1", 403],
    ["us-*", 403],
    ["eu-west-1*x", 403],
    ["global", 403],
  ])("answers a request that is signed for the regions %j with %i", async (set, status) => {
    const request = newItem(ireland, `for ${set}`);
    expect(await send(await signFor("SigV4A", request, set))).toMatchObject({ status });
  });

  it("answers health without a signature", async () => {
    expect(await ireland.health()).toMatchObject({ status: 200 });
  });
});
