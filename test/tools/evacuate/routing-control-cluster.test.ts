import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { RoutingControlCluster } from "../../../tools/evacuate/routing-control-cluster";

const ARN = "arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/2";
const variables = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"] as const;
const before = variables.map((name) => [name, process.env[name]] as const);
/** Requests as `<server> <action> <body>`. */
const seen: string[] = [];
const servers: Server[] = [];

/** A cluster endpoint that answers with this status. */
async function endpoint(region: string, status: number) {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push(`${region} ${request.headers["x-amz-target"]} ${body}`);
      expect(request.headers.authorization).toContain(`/${region}/route53-recovery-cluster/`);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
      response.end(
        status === 200
          ? JSON.stringify({ RoutingControlArn: ARN, RoutingControlState: "On" })
          : JSON.stringify({ __type: "EndpointTemporarilyUnavailableException", message: "try another one" }),
      );
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { region, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

beforeAll(() => {
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  delete process.env.AWS_ENDPOINT_URL;
});
afterAll(() => {
  for (const [name, value] of before) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
});
afterEach(async () => {
  seen.length = 0;
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

describe("RoutingControlCluster", () => {
  it("tries the next endpoint if one is unavailable, and the one in the failing region last", async () => {
    const sick = await endpoint("eu-west-1", 200);
    const busy = await endpoint("us-east-1", 503);
    const good = await endpoint("us-west-2", 200);
    const cluster = new RoutingControlCluster([sick, busy, good], "eu-west-1");
    await cluster.set(ARN, "Off");
    expect(seen).toEqual([
      `us-east-1 ToggleCustomerAPI.UpdateRoutingControlState {"RoutingControlArn":"${ARN}","RoutingControlState":"Off"}`,
      `us-west-2 ToggleCustomerAPI.UpdateRoutingControlState {"RoutingControlArn":"${ARN}","RoutingControlState":"Off"}`,
    ]);
    expect(await cluster.isOn(ARN)).toBe(true);
  });

  it("fails with the answer of each endpoint in one line", async () => {
    const cluster = new RoutingControlCluster([await endpoint("us-east-1", 503), await endpoint("us-west-2", 503)], "");
    await expect(cluster.set(ARN, "On")).rejects.toThrow(
      "one endpoint of the routing control cluster must answer, got " +
        "us-east-1: EndpointTemporarilyUnavailableException: try another one; " +
        "us-west-2: EndpointTemporarilyUnavailableException: try another one",
    );
  });
});
