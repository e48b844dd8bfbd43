import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serviceRequest } from "../../../../tools/drill/aws/service-request";
import { awsProblem } from "../../../../tools/shared/aws-problem";

const before = { ...process.env };
let server: Server;
let seen: { line: string; authorization: string | undefined; body: string }[];
let refuse: boolean;

beforeEach(async () => {
  seen = [];
  refuse = false;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
      if (refuse) {
        response.setHeader("x-amzn-errortype", "AccessDeniedException:http://internal");
        response.writeHead(403).end(JSON.stringify({ message: "not authorized to perform: fis:ListExperiments" }));
      } else {
        response.end(JSON.stringify({ experiments: [] }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "AKID",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
});

afterEach(async () => {
  process.env = { ...before };
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("serviceRequest", () => {
  it("signs for the service and the region", async () => {
    const ask = serviceRequest("fis", "eu-west-1");
    expect(await ask("GET", "/experiments?maxResults=100")).toEqual({ experiments: [] });
    await ask("POST", "/experiments", { clientToken: "a" });
    expect(seen.map(({ line, body }) => [line, body])).toEqual([
      ["GET /experiments?maxResults=100", ""],
      ["POST /experiments", '{"clientToken":"a"}'],
    ]);
    expect(seen[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/fis\/aws4_request/);
  });

  it("gives errors that the commands show in one line", async () => {
    refuse = true;
    const error = await serviceRequest("fis", "eu-west-1")("GET", "/experiments").catch((it: unknown) => it);
    expect(awsProblem(error, "111111111111")).toMatchObject({
      exitCode: 2,
      message:
        "AWS must accept the request, got AccessDeniedException: not authorized to perform: fis:ListExperiments; use a role that allows this request",
    });
  });
});
