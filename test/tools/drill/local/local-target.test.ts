import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ControlClient } from "../../../../tools/drill/local/control-client";
import { LocalTarget } from "../../../../tools/drill/local/local-target";
import { SCENARIOS } from "../../../../tools/drill/model/scenario";

const link = (from: string, to: string, ageMs: number) => ({ from, to, severed: false, queue: 0, ageMs });
const STATE = {
  speed: 10,
  now: 5,
  sharedName: { url: "http://127.0.0.1:1" },
  regions: [
    { name: "eu-west-1", url: "http://127.0.0.1:2", state: "active", recordHealthy: true },
    { name: "eu-central-1", url: "http://127.0.0.1:3", state: "drained", recordHealthy: false },
  ],
  replication: [
    link("eu-west-1", "eu-central-1", 30),
    link("eu-central-1", "eu-west-1", 70),
    link("us-east-1", "us-west-2", 0),
  ],
  alarms: ["a"],
  drill: undefined as string | undefined,
};

let server: Server;
let control: ControlClient;
let operations: object[];
let refusal: string | undefined;

beforeEach(async () => {
  operations = [];
  refusal = undefined;
  STATE.drill = undefined;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (request.url === "/token/state") {
        response.end(JSON.stringify(STATE));
      } else if (request.url === "/token/operations" && refusal === undefined) {
        const operation = JSON.parse(body) as { type: string; message?: string };
        operations.push(operation);
        if (operation.type === "drill") {
          STATE.drill = operation.message;
        }
        response.writeHead(204).end();
      } else {
        response.writeHead(409).end(JSON.stringify({ error: refusal }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  control = new ControlClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/token/`);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe("LocalTarget", () => {
  it("observes regions, alarms and the age of the oldest write", async () => {
    const target = await LocalTarget.connect(control);
    expect([target.speed, target.sharedUrl]).toEqual([10, "http://127.0.0.1:1"]);
    expect(await target.observe()).toEqual({
      at: 5,
      regions: [
        { name: "eu-west-1", url: "http://127.0.0.1:2", routed: true, healthy: true },
        { name: "eu-central-1", url: "http://127.0.0.1:3", routed: false, healthy: false },
      ],
      alarms: ["a"],
      ageMs: 70,
    });
  });

  it.each([
    ["region", [{ type: "fail", region: "eu-west-1" }], [{ type: "heal", region: "eu-west-1" }]],
    ["writes", [{ type: "fail-writes", region: "eu-west-1" }], [{ type: "heal", region: "eu-west-1" }]],
    ["evacuate", [{ type: "drain", region: "eu-west-1" }], [{ type: "undrain", region: "eu-west-1" }]],
    [
      "replication",
      [
        { type: "sever", from: "eu-west-1", to: "eu-central-1" },
        { type: "sever", from: "eu-central-1", to: "eu-west-1" },
      ],
      [
        { type: "mend", from: "eu-west-1", to: "eu-central-1" },
        { type: "mend", from: "eu-central-1", to: "eu-west-1" },
      ],
    ],
  ] as const)("causes and ends a %s fault, and shows it meanwhile", async (scenario, failing, ending) => {
    const target = await LocalTarget.connect(control);
    const fault = { id: "k3v9x2ab", scenario, region: "eu-west-1" };
    await target.fail(fault);
    expect(operations).toEqual([{ type: "drill", message: `${scenario} drill k3v9x2ab in eu-west-1` }, ...failing]);
    expect(await target.faults()).toEqual([fault]);
    operations = [];
    await target.restore(fault);
    expect(operations).toEqual([...ending, { type: "drill" }]);
    expect(await target.faults()).toEqual([]);
  });

  it("describes every scenario", async () => {
    const target = await LocalTarget.connect(control);
    for (const scenario of SCENARIOS) {
      expect(target.describe({ id: "k3v9x2ab", scenario, region: "eu-west-1" })[0]).toMatch(
        /^local runtime at .*eu-west-1/,
      );
    }
  });

  it("gives the runtime's reason, and one line if the runtime does not answer", async () => {
    const target = await LocalTarget.connect(control);
    refusal = "the region must not be the last one";
    const fault = { id: "k3v9x2ab", scenario: "region", region: "eu-west-1" } as const;
    await expect(target.fail(fault)).rejects.toThrow(refusal);
    const nowhere = new ControlClient("http://127.0.0.1:1/token/");
    await expect(LocalTarget.connect(nowhere)).rejects.toThrow(
      /^the local runtime must answer, got \w+; start it with npm start$/,
    );
  });
});
