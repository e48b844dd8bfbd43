import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { askAws, refuseOtherAccount } from "../../../tools/shared/ask-aws";
import { UsageError } from "../../../tools/shared/usage-error";

const ACCOUNT = "111111111111";

function failing(error: Error): Promise<unknown> {
  return askAws(ACCOUNT, async () => {
    throw error;
  });
}

describe("askAws", () => {
  it("returns the answer", async () => {
    expect(await askAws(ACCOUNT, async () => 1)).toBe(1);
  });

  it("reports an error of AWS on one line, with what to do", async () => {
    const error = Object.assign(new Error("The token\n  has expired"), { name: "ExpiredToken", $metadata: {} });
    await expect(failing(error)).rejects.toEqual(
      new UsageError(
        "AWS must accept the request, got ExpiredToken: The token has expired; the credentials have expired; sign in to account " +
          "111111111111 again",
        2,
      ),
    );
  });

  it("does not change problems that the user can solve, and bugs", async () => {
    await expect(failing(new UsageError("--region must be given"))).rejects.toThrow(/^--region must be given$/);
    await expect(failing(new TypeError("no function"))).rejects.toThrow(TypeError);
  });
});

describe("refuseOtherAccount", () => {
  const before = { ...process.env };
  let sts: Server;
  let answer: { readonly status: number; readonly body: string };

  beforeAll(async () => {
    sts = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
    }).listen(0, "127.0.0.1");
    await once(sts, "listening");
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "sample",
      AWS_SECRET_ACCESS_KEY: "sample",
    });
  });
  afterAll(() => {
    process.env = before;
    sts.closeAllConnections();
    sts.close();
  });

  const identity = (account: string) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

  it("accepts credentials of the account", async () => {
    answer = { status: 200, body: identity(ACCOUNT) };
    await expect(refuseOtherAccount(ACCOUNT, "eu-west-1")).resolves.toBeUndefined();
  });

  it("names both accounts for credentials of another one, with exit code 2", async () => {
    answer = { status: 200, body: identity("999999999999") };
    await expect(refuseOtherAccount(ACCOUNT, "eu-west-1")).rejects.toMatchObject({
      exitCode: 2,
      message:
        "the AWS credentials must be those of account 111111111111, got 999999999999; choose another profile, or correct accountId in config/",
    });
  });

  it("reports what AWS refuses", async () => {
    const body =
      "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>bad token</Message></Error></ErrorResponse>";
    answer = { status: 403, body };
    await expect(refuseOtherAccount(ACCOUNT, "eu-west-1")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^AWS must accept the request, got InvalidClientTokenId.*: bad token; /),
    });
  });
});
