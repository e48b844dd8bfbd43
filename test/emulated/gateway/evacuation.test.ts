import { CreateHealthCheckCommand, type HealthCheckConfig, Route53Client } from "@aws-sdk/client-route-53";
import { evacuate, type World } from "../../../tools/evacuate/evacuate";
import type { PlannedRegion } from "../../../tools/evacuate/evacuation-plan";
import { HealthReader } from "../../../tools/evacuate/health-reader";
import { RoutingControlCluster } from "../../../tools/evacuate/routing-control-cluster";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const REGIONS = ["eu-west-1", "eu-central-1"];
const PLAN: readonly PlannedRegion[] = REGIONS.map((region) => ({
  region,
  routed: true,
  switch: { type: "routing-control", arn: arnOf(region) },
}));
const OPTIONS = { undo: false, unchecked: false, waitSeconds: 0 };

function arnOf(region: string): string {
  return `arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/${REGIONS.indexOf(region)}`;
}

let lines: string[];
let world: World;

beforeEach(async () => {
  await aws.emulator.reset();
  process.env.AWS_ENDPOINT_URL = aws.emulator.url;
  process.env.AWS_ACCESS_KEY_ID = "111111111111";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  const dns = new Route53Client({ ...aws.config(), region: "us-east-1" });
  const create = async (config: HealthCheckConfig) => {
    const command = new CreateHealthCheckCommand({
      CallerReference: JSON.stringify(config),
      HealthCheckConfig: config,
    });
    return `${(await dns.send(command)).HealthCheck?.Id}`;
  };
  const cluster = new RoutingControlCluster([{ region: "us-west-2", url: "https://replaced.example.com" }], "");
  for (const region of REGIONS) {
    await cluster.set(arnOf(region), "On");
    const children = [
      await create({ Type: "HTTPS", FullyQualifiedDomainName: `${region}.api.example.com`, Port: 443 }),
      await create({ Type: "RECOVERY_CONTROL", RoutingControlArn: arnOf(region) }),
    ];
    await create({ Type: "CALCULATED", ChildHealthChecks: children, HealthThreshold: 2 });
  }
  const reader = new HealthReader((arn) => cluster.isOn(arn));
  lines = [];
  world = {
    send: async ({ region }, evacuated) => cluster.set(arnOf(region), evacuated ? "Off" : "On"),
    read: (region) => reader.read(region),
    now: Date.now,
    sleep: async () => undefined,
    say: (line) => lines.push(line),
  };
});
afterAll(() => {
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
});

describe("an evacuation by routing control", () => {
  it("is confirmed, refused for the last healthy region, and returned", async () => {
    expect(await evacuate(PLAN, { ...OPTIONS, region: "eu-west-1" }, world)).toBe(true);
    expect(lines[1]).toBe(
      "0 s: eu-west-1 is evacuated, its endpoint is healthy, the check of its records is unhealthy",
    );
    await expect(evacuate(PLAN, { ...OPTIONS, region: "eu-central-1" }, world)).rejects.toThrow(
      '--region must leave a healthy region, got "eu-central-1" with eu-west-1 evacuated',
    );
    expect(await evacuate(PLAN, { ...OPTIONS, region: "eu-west-1", undo: true }, world)).toBe(true);
    expect(lines.at(-2)).toContain(
      "eu-west-1 is not evacuated, its endpoint is healthy, the check of its records is healthy",
    );
  });

  it("does not count a region whose endpoint fails", async () => {
    const body = JSON.stringify({ name: "eu-central-1.api.example.com", healthy: false });
    await fetch(`${aws.emulator.url}/emulator/endpoints`, { method: "POST", body });
    await expect(evacuate(PLAN, { ...OPTIONS, region: "eu-west-1" }, world)).rejects.toThrow("eu-central-1 unhealthy");
  });
});
