import { createServer, type Server } from "node:http";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { closeServer, listenOnLoopback } from "../../../tools/local-runtime/loopback-server";
import { clientSettings } from "../../../tools/shared/client-settings";

let server: Server;

/** A client of a server that begins an answer with these bytes, and never ends it. */
async function clientOf(begin: string | undefined): Promise<STSClient> {
  server = createServer((_, response) => {
    if (begin !== undefined) {
      response.writeHead(200, { "Content-Type": "text/xml" }).write(begin);
    }
  });
  return new STSClient({
    region: "eu-west-1",
    endpoint: await listenOnLoopback(server),
    credentials: { accessKeyId: "sample", secretAccessKey: "sample" },
    ...clientSettings({ maxAttempts: 1, answerMs: 200 }),
  });
}
afterEach(async () => {
  server.closeAllConnections();
  await closeServer(server);
});

describe("clientSettings", () => {
  it.each([undefined, "<GetCallerIdentityResponse>"])(
    "ends the wait for an answer that stops after %s",
    async (begin) => {
      const client = await clientOf(begin);
      await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: "TimeoutError" });
    },
  );
});
