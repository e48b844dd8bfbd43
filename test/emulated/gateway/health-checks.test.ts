import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  GetMetricDataCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateHealthCheckCommand,
  DeleteHealthCheckCommand,
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  type HealthCheckConfig,
  ListHealthChecksCommand,
  Route53Client,
  UpdateHealthCheckCommand,
} from "@aws-sdk/client-route-53";
import {
  GetRoutingControlStateCommand,
  Route53RecoveryClusterClient,
  UpdateRoutingControlStateCommand,
} from "@aws-sdk/client-route53-recovery-cluster";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const HOUR = 3_600_000;
const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: "evacuation",
  Namespace: "Tierra/Evacuation",
  MetricName: "Evacuated",
  Dimensions: [
    { Name: "Region", Value: "eu-west-1" },
    { Name: "Backend", Value: "items" },
  ],
  Statistic: "Maximum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  TreatMissingData: "ignore",
};
const ENDPOINT: HealthCheckConfig = {
  Type: "HTTPS",
  FullyQualifiedDomainName: "eu-west-1.api.example.com",
  Port: 443,
  ResourcePath: "/health",
};
let dns: Route53Client;
let cloudWatch: CloudWatchClient;
let created = 0;

beforeEach(async () => {
  await aws.emulator.reset();
  dns = new Route53Client({ ...aws.config(), region: "us-east-1" });
  cloudWatch = new CloudWatchClient(aws.config("111111111111", "eu-central-1"));
});

async function create(config: HealthCheckConfig): Promise<string> {
  created += 1;
  const { HealthCheck } = await dns.send(
    new CreateHealthCheckCommand({ CallerReference: `${created}`, HealthCheckConfig: config }),
  );
  return HealthCheck?.Id ?? "";
}

async function createFollower(change: Partial<HealthCheckConfig> = {}): Promise<string> {
  await cloudWatch.send(new PutMetricAlarmCommand(ALARM));
  const AlarmIdentifier = { Region: "eu-central-1" as const, Name: "evacuation" };
  return create({
    Type: "CLOUDWATCH_METRIC",
    AlarmIdentifier,
    InsufficientDataHealthStatus: "LastKnownStatus",
    ...change,
  });
}

/** Publishes one value, at a time before now. The dimensions are in another order than the alarm's. */
async function publish(Value: number, millisecondsAgo = 0): Promise<void> {
  const Dimensions = [...(ALARM.Dimensions ?? [])].reverse();
  const Timestamp = new Date(Date.now() - millisecondsAgo);
  const datum = { MetricName: ALARM.MetricName, Dimensions, Value, Timestamp };
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: ALARM.Namespace, MetricData: [datum] }));
}

/** Whether the checkers report success. */
async function reported(HealthCheckId: string): Promise<boolean[]> {
  const { HealthCheckObservations = [] } = await dns.send(new GetHealthCheckStatusCommand({ HealthCheckId }));
  return HealthCheckObservations.map(({ StatusReport }) => `${StatusReport?.Status}`.startsWith("Success"));
}

/** The check's latest value in CloudWatch. */
async function measured(id: string, region = "us-east-1"): Promise<number | undefined> {
  const Metric = {
    Namespace: "AWS/Route53",
    MetricName: "HealthCheckStatus",
    Dimensions: [{ Name: "HealthCheckId", Value: id }],
  };
  const { MetricDataResults } = await new CloudWatchClient(aws.config("111111111111", region)).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - HOUR),
      EndTime: new Date(Date.now() + HOUR),
      MetricDataQueries: [{ Id: "it", MetricStat: { Metric, Period: 60, Stat: "Minimum" } }],
    }),
  );
  return MetricDataResults?.[0]?.Values?.[0];
}

async function fail(name: string, healthy = false): Promise<Response> {
  return fetch(`${aws.emulator.url}/emulator/endpoints`, { method: "POST", body: JSON.stringify({ name, healthy }) });
}

describe("a health check", () => {
  it("returns the settings of its type, and changed ones with the next version", async () => {
    const id = await createFollower();
    const { HealthCheck: first } = await dns.send(new GetHealthCheckCommand({ HealthCheckId: id }));
    expect(first).toMatchObject({
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: "CLOUDWATCH_METRIC",
        AlarmIdentifier: { Region: "eu-central-1", Name: "evacuation" },
        InsufficientDataHealthStatus: "LastKnownStatus",
        Inverted: false,
        Disabled: false,
      },
    });
    expect(first?.HealthCheckConfig?.Port).toBeUndefined();
    await dns.send(new UpdateHealthCheckCommand({ HealthCheckId: id, InsufficientDataHealthStatus: "Unhealthy" }));
    const { HealthChecks } = await dns.send(new ListHealthChecksCommand({}));
    expect(HealthChecks).toMatchObject([
      { HealthCheckVersion: 2, HealthCheckConfig: { InsufficientDataHealthStatus: "Unhealthy" } },
    ]);
    expect(await reported(id)).toEqual([false, false, false]);
  });

  it("of an endpoint is healthy until a test sets otherwise", async () => {
    const id = await create({ ...ENDPOINT, Regions: ["us-east-1", "us-west-1", "us-west-2", "eu-west-1"] });
    expect(await reported(id)).toEqual([true, true, true, true]);
    expect((await fail("eu-west-1.api.example.com")).status).toBe(204);
    expect(await reported(id)).toEqual([false, false, false, false]);
    await fail("eu-west-1.api.example.com", true);
    expect(await measured(id)).toBe(1);
  });

  it("that follows an alarm keeps its last known status without data", async () => {
    const id = await createFollower();
    expect(await reported(id)).toEqual([true, true, true]);
    await publish(1, HOUR);
    expect(await reported(id)).toEqual([false, false, false]);
    await publish(0, HOUR / 2);
    expect(await reported(id)).toEqual([true, true, true]);
    await publish(1);
    expect(await reported(id)).toEqual([false, false, false]);
    // The maximum of a minute.
    await publish(0);
    expect(await reported(id)).toEqual([false, false, false]);
  });

  it("does not notice a change of the alarm until it is updated", async () => {
    const id = await createFollower();
    await cloudWatch.send(new PutMetricAlarmCommand({ ...ALARM, Threshold: 5 }));
    await publish(1);
    expect(await measured(id)).toBe(0);
    await dns.send(new UpdateHealthCheckCommand({ HealthCheckId: id }));
    expect(await measured(id)).toBe(1);
  });

  it("refuses an unknown alarm", async () => {
    const id = await createFollower();
    await cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: ["evacuation"] }));
    const update = dns.send(new UpdateHealthCheckCommand({ HealthCheckId: id }));
    await expect(update).rejects.toMatchObject({ name: "InvalidInput" });
  });

  it.each([
    [1, false, 1],
    [2, false, 0],
    [2, true, 1],
  ])(
    "that is calculated with threshold %i, inverted %s, of one healthy child is %i",
    async (HealthThreshold, Inverted, value) => {
      const children = [await create(ENDPOINT), await createFollower()];
      await publish(1);
      const id = await create({ Type: "CALCULATED", ChildHealthChecks: children, HealthThreshold, Inverted });
      expect(await measured(id)).toBe(value);
      expect(await measured(id, "eu-west-1")).toBeUndefined();
      await expect(reported(id)).rejects.toMatchObject({ name: "InvalidInput" });
      const remove = dns.send(new DeleteHealthCheckCommand({ HealthCheckId: children[0] }));
      await expect(remove).rejects.toMatchObject({ name: "HealthCheckInUse" });
    },
  );

  it("that is calculated cannot monitor another calculated one", async () => {
    const below = await create({ Type: "CALCULATED", ChildHealthChecks: [await create(ENDPOINT)], HealthThreshold: 1 });
    const above = create({ Type: "CALCULATED", ChildHealthChecks: [below], HealthThreshold: 1 });
    await expect(above).rejects.toMatchObject({ message: expect.stringContaining("cannot monitor other calculated") });
  });

  it("that is disabled is healthy, and unhealthy if it is also inverted", async () => {
    await fail("eu-west-1.api.example.com");
    expect(await measured(await create({ ...ENDPOINT, Disabled: true }))).toBe(1);
    expect(await measured(await create({ ...ENDPOINT, Disabled: true, Inverted: true }))).toBe(0);
  });

  it("of a routing control follows its state, which is off at first", async () => {
    const RoutingControlArn = "arn:aws:route53-recovery-control::111111111111:controlpanel/1/routingcontrol/2";
    const id = await create({ Type: "RECOVERY_CONTROL", RoutingControlArn });
    expect(await measured(id)).toBe(0);
    const cluster = new Route53RecoveryClusterClient(aws.config());
    await cluster.send(new UpdateRoutingControlStateCommand({ RoutingControlArn, RoutingControlState: "On" }));
    expect(await measured(id)).toBe(1);
    const state = await cluster.send(new GetRoutingControlStateCommand({ RoutingControlArn }));
    expect(state).toMatchObject({ RoutingControlArn, RoutingControlState: "On" });
  });
});

describe("POST /emulator/endpoints", () => {
  it.each(["", "[]", "null", '{"name":"a"}', '{"name":1,"healthy":true}'])("refuses the body %j", async (body) => {
    const answer = await fetch(`${aws.emulator.url}/emulator/endpoints`, { method: "POST", body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("must be a POST of");
  });
});
