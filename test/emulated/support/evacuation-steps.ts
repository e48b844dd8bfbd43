import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { ListHostedZonesCommand, ListResourceRecordSetsCommand } from "@aws-sdk/client-route-53";
import type { AwsClients } from "./aws";
import type { Deployment } from "./deployment";

interface Backend {
  readonly deployment: Deployment;
  /** Name that all regions share. */
  readonly name: string;
  readonly regions: readonly string[];
  /** Clients of the first region. */
  readonly clients: AwsClients;
}

/** Evacuates the first region of a deployed backend, tries to evacuate the others, and returns it, with `npm run evacuate`. */
export function describeEvacuation(backend: () => Backend): void {
  const evacuate = (region: string | undefined, options: readonly string[] = [], accountId?: string) => {
    const { deployment } = backend();
    const named = ["--environment", deployment.environment.name, "--region", `${region}`];
    return deployment.npmRun("evacuate", [...named, ...options], accountId);
  };

  it("evacuates a region with one command, which waits until the check of its records is unhealthy", async () => {
    const [home, next] = backend().regions;
    expect(await answered()).toEqual([...backend().regions].sort());
    const { code, stdout, stderr, seconds } = await evacuate(home);
    process.stderr.write(`evacuation: ${seconds.toFixed(1)} s\n${stdout}`);
    expect({ code, stderr: stderr.replace(/^Reading.*\n/, "") }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`sent: ${home} is evacuated\n`);
    expect(stdout).toContain(`confirmed: Route 53 does not answer with ${home}.`);
    expect(await answered()).toEqual(backend().regions.slice(1).sort());
    const values = await backend()
      .deployment.clients(next)
      .cloudWatch.send(published(`${backend().deployment.environment.project}`, `${home}`));
    expect(values.MetricDataResults?.[0]?.Values).toEqual([1]);
  });

  it("evacuates it again without an error", async () => {
    const [home] = backend().regions;
    const { code, stdout } = await evacuate(home);
    expect({ code, first: stdout.split("\n")[0] }).toEqual({ code: 0, first: `${home} is already evacuated` });
  });

  it("refuses to evacuate the last healthy region, an unknown region, and with credentials of another account", async () => {
    const { deployment, regions } = backend();
    for (const region of regions.slice(2)) {
      await fetch(`${deployment.credentials().AWS_ENDPOINT_URL}/emulator/endpoints`, {
        method: "POST",
        body: JSON.stringify({ name: `${region}.${backend().name}`, healthy: false }),
      });
    }
    const last = await evacuate(regions[1]);
    expect([last.code, last.stdout]).toEqual([1, ""]);
    expect(last.stderr).toContain(
      `--region must leave a healthy region, got "${regions[1]}" with ${regions[0]} evacuated`,
    );
    expect(await answered()).toContain(regions[1]);
    const unknown = await evacuate("eu-south-2");
    expect([unknown.code, lastLine(unknown.stderr)]).toEqual([
      1,
      `--region must be one of ${[...regions].sort().join(", ")}, got "eu-south-2"`,
    ]);
    const other = await evacuate(regions[1], [], "999999999999");
    expect([other.code, lastLine(other.stderr)]).toEqual([
      2,
      `the AWS credentials must be those of account ${deployment.environment.accountId}, got 999999999999; choose another profile, or correct accountId in config/`,
    ]);
  });

  it("returns the region with --undo", async () => {
    const [home] = backend().regions;
    // In the same minute as the evacuation, the maximum of the minute is still 1. The command sends the 0 again.
    const { code, stdout } = await evacuate(home, ["--undo"]);
    process.stderr.write(stdout);
    expect(code).toBe(0);
    expect(stdout).toContain(`confirmed: Route 53 answers with ${home} again`);
    expect(await answered()).toContain(home);
  });

  /** Regions whose records have a healthy check, sorted. */
  async function answered(): Promise<string[]> {
    const { clients, deployment, name } = backend();
    const { HostedZones = [] } = await clients.route53.send(new ListHostedZonesCommand({}));
    const { ResourceRecordSets = [] } = await clients.route53.send(
      new ListResourceRecordSetsCommand({ HostedZoneId: HostedZones[0]?.Id }),
    );
    const found: string[] = [];
    for (const { HealthCheckId, Name, SetIdentifier, Type } of ResourceRecordSets) {
      if (Name === `${name}.` && Type === "A") {
        const { MetricDataResults } = await deployment.clients("us-east-1").cloudWatch.send(status(`${HealthCheckId}`));
        found.push(...(MetricDataResults?.[0]?.Values?.[0] === 1 ? [`${SetIdentifier}`] : []));
      }
    }
    return found.sort();
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

/** The status of a health check. */
function status(id: string): GetMetricDataCommand {
  return latest("AWS/Route53", "HealthCheckStatus", { HealthCheckId: id });
}

/** The data points of a region's evacuation. */
function published(project: string, region: string): GetMetricDataCommand {
  return latest("Tierra/Evacuation", "Evacuated", { Backend: `${project}-dev-items`, Region: region });
}

function latest(Namespace: string, MetricName: string, dimensions: Readonly<Record<string, string>>) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return new GetMetricDataCommand({
    StartTime: new Date(Date.now() - 600_000),
    EndTime: new Date(Date.now() + 60_000),
    MetricDataQueries: [
      { Id: "it", MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "Maximum" } },
    ],
  });
}
