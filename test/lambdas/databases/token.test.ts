import { createHash, createHmac } from "node:crypto";
import { Signer } from "@aws-sdk/rds-signer";

const HOST = "project-x-test-aurora.proxy-000000000000.eu-west-1.rds.amazonaws.com";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** The signature of a presigned GET with an empty body (SigV4, "Create a signed AWS API request"). */
function signatureOf(token: URL, secret: string): string {
  const date = token.searchParams.get("X-Amz-Date") ?? "";
  const scope = `${date.slice(0, 8)}/eu-west-1/rds-db/aws4_request`;
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...token.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const request = ["GET", "/", query, `host:${token.host}`, "", "host", sha256("")].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(request)].join("\n");
  const key = [date.slice(0, 8), "eu-west-1", "rds-db", "aws4_request"].reduce<string | Buffer>(
    (secretSoFar, part) => createHmac("sha256", secretSoFar).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac("sha256", key).update(toSign).digest("hex");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

describe("the IAM authentication token", () => {
  const token = new Signer({
    hostname: HOST,
    port: 3306,
    username: "project_x_app",
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET, sessionToken: "session" },
  }).getAuthToken();

  it("names host, port, user and region, and is valid for 15 minutes", async () => {
    const text = await token;
    expect(text.startsWith(`${HOST}:3306/?`)).toBe(true);
    const url = new URL(`https://${text}`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: "connect",
      DBUser: "project_x_app",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Expires": "900",
      "X-Amz-Security-Token": "session",
      "X-Amz-SignedHeaders": "host",
    });
    expect(url.searchParams.get("X-Amz-Credential")).toMatch(/^AKIDEXAMPLE\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/);
  });

  it("is signed with the caller's credentials", async () => {
    const url = new URL(`https://${await token}`);
    expect(url.searchParams.get("X-Amz-Signature")).toBe(signatureOf(url, SECRET));
    expect(url.searchParams.get("X-Amz-Signature")).not.toBe(signatureOf(url, "another"));
  });
});
