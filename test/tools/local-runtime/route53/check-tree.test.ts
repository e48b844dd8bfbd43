import { CheckTree } from "../../../../tools/local-runtime/route53/check-tree";
import { type AlarmState, alarmState } from "../../../../tools/local-runtime/route53/metric-alarm";
import type { AlarmCheck, AlarmSettings, HealthCheck } from "../../../../tools/local-runtime/route53/zone";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide";
const DETERMINES = `${GUIDE}/dns-failover-determining-health-of-endpoints.html`;
const VALUES = `${GUIDE}/health-checks-creating-values.html`;
const INVERT = `${GUIDE}/health-checks-invert.html`;
const CONFIG = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";
const CONTROLS = "https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.html";
const MISSING = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html";

const PLAIN = { inverted: false, disabled: false };
const ALARM: AlarmSettings = {
  name: "alarm",
  namespace: "Tierra/Evacuation",
  metricName: "Evacuated",
  dimensions: {},
  comparison: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  periodSeconds: 60,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  missingData: "ignore",
};

const endpoint = (id: string, settings = {}): HealthCheck => ({
  id,
  ...PLAIN,
  type: "endpoint",
  fqdn: `${id}.example.com`,
  path: "/health",
  region: id,
  intervalSeconds: 10,
  failureThreshold: 3,
  checkerRegions: ["eu-west-1", "us-east-1", "us-west-2"],
  ...settings,
});
const calculated = (children: string[], threshold: number, settings = {}): HealthCheck => ({
  id: "parent",
  ...PLAIN,
  type: "calculated",
  children,
  threshold,
  ...settings,
});
const alarm = (insufficientData: AlarmCheck["insufficientData"]): HealthCheck => ({
  id: "alarm",
  ...PLAIN,
  type: "alarm",
  alarm: ALARM,
  alarmRegion: "us-east-1",
  region: "eu-west-1",
  insufficientData,
});
const control: HealthCheck = { id: "control", ...PLAIN, type: "routing-control", arn: "arn", region: "eu-west-1" };

/** Health of the last check. Endpoints in `down` have unhealthy checkers only, those in `new` have none. */
function healthOf(
  checks: HealthCheck[],
  input: { down?: string[]; fresh?: string[]; state?: AlarmState; lastKnown?: AlarmState; on?: boolean } = {},
): boolean | undefined {
  const { down = [], fresh = [], state = "OK", lastKnown, on = true } = input;
  const health = new CheckTree(checks).evaluate({
    reports: (id) => (fresh.includes(id) ? [] : [!down.includes(id), !down.includes(id)]),
    alarm: () => ({ state, ...(lastKnown === undefined ? {} : { lastKnown }) }),
    controlIsOn: () => on,
  });
  return health.get(checks.at(-1)?.id ?? "");
}

describe("CheckTree", () => {
  const [a, b, c] = [endpoint("a"), endpoint("b"), endpoint("c")] as const;
  const abc = ["a", "b", "c"];

  it.each([
    { rule: "healthy checkers", checks: [a], input: {}, expected: true, source: DETERMINES },
    { rule: "unhealthy checkers", checks: [a], input: { down: ["a"] }, expected: false, source: DETERMINES },
    { rule: "a new check", checks: [a], input: { fresh: ["a"] }, expected: true, source: DETERMINES },
    {
      rule: "a new inverted check",
      checks: [endpoint("a", { inverted: true })],
      input: { fresh: ["a"] },
      expected: false,
      source: DETERMINES,
    },
    {
      rule: "inverted and unhealthy",
      checks: [endpoint("a", { inverted: true })],
      input: { down: ["a"] },
      expected: true,
      source: INVERT,
    },
    {
      rule: "inverted and healthy",
      checks: [endpoint("a", { inverted: true })],
      input: {},
      expected: false,
      source: INVERT,
    },
    {
      rule: "disabled and unhealthy",
      checks: [endpoint("a", { disabled: true })],
      input: { down: ["a"] },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "disabled and inverted",
      checks: [endpoint("a", { disabled: true, inverted: true })],
      input: {},
      expected: false,
      source: CONFIG,
    },
    {
      rule: "2 of 3 needed, 2 healthy",
      checks: [a, b, c, calculated(abc, 2)],
      input: { down: ["c"] },
      expected: true,
      source: DETERMINES,
    },
    {
      rule: "2 of 3 needed, 1 healthy",
      checks: [a, b, c, calculated(abc, 2)],
      input: { down: ["a", "c"] },
      expected: false,
      source: DETERMINES,
    },
    {
      rule: "threshold 0",
      checks: [a, b, calculated(["a", "b"], 0)],
      input: { down: ["a", "b"] },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "threshold above the children",
      checks: [a, b, calculated(["a", "b"], 3)],
      input: {},
      expected: false,
      source: CONFIG,
    },
    {
      rule: "an inverted calculated check",
      checks: [a, calculated(["a"], 1, { inverted: true })],
      input: {},
      expected: false,
      source: INVERT,
    },
    {
      rule: "a disabled calculated check",
      checks: [a, calculated(["a"], 1, { disabled: true })],
      input: { down: ["a"] },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "an inverted child",
      checks: [endpoint("a", { inverted: true }), calculated(["a"], 1)],
      input: {},
      expected: false,
      source: INVERT,
    },
    {
      rule: "a disabled child",
      checks: [endpoint("a", { disabled: true }), calculated(["a"], 1)],
      input: { down: ["a"] },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "alarm in OK",
      checks: [alarm("Unhealthy")],
      input: { state: "OK" as const },
      expected: true,
      source: DETERMINES,
    },
    {
      rule: "alarm in ALARM",
      checks: [alarm("Healthy")],
      input: { state: "ALARM" as const },
      expected: false,
      source: DETERMINES,
    },
    {
      rule: "insufficient data: Healthy",
      checks: [alarm("Healthy")],
      input: { state: "INSUFFICIENT_DATA" as const, lastKnown: "ALARM" as const },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "insufficient data: Unhealthy",
      checks: [alarm("Unhealthy")],
      input: { state: "INSUFFICIENT_DATA" as const, lastKnown: "OK" as const },
      expected: false,
      source: CONFIG,
    },
    {
      rule: "insufficient data: last known ALARM",
      checks: [alarm("LastKnownStatus")],
      input: { state: "INSUFFICIENT_DATA" as const, lastKnown: "ALARM" as const },
      expected: false,
      source: CONFIG,
    },
    {
      rule: "insufficient data: last known OK",
      checks: [alarm("LastKnownStatus")],
      input: { state: "INSUFFICIENT_DATA" as const, lastKnown: "OK" as const },
      expected: true,
      source: CONFIG,
    },
    {
      rule: "insufficient data: nothing known",
      checks: [alarm("LastKnownStatus")],
      input: { state: "INSUFFICIENT_DATA" as const },
      expected: true,
      source: CONFIG,
    },
    { rule: "routing control On", checks: [control], input: { on: true }, expected: true, source: CONTROLS },
    { rule: "routing control Off", checks: [control], input: { on: false }, expected: false, source: CONTROLS },
    {
      rule: "endpoint and alarm, as in this project",
      checks: [a, alarm("LastKnownStatus"), calculated(["a", "alarm"], 2)],
      input: { state: "ALARM" as const },
      expected: false,
      source: DETERMINES,
    },
  ])("$rule: $expected ($source)", ({ checks, input, expected }) => {
    expect(healthOf(checks, input)).toBe(expected);
  });

  it.each([
    {
      rule: "a calculated child",
      checks: [a, calculated(["a"], 1), { ...calculated(["parent"], 1), id: "top" }],
      got: "parent, which is a calculated check",
      source: VALUES,
    },
    {
      rule: "a cycle",
      checks: [calculated(["parent"], 1)],
      got: "parent, which is a calculated check",
      source: VALUES,
    },
    { rule: "an unknown child", checks: [calculated(["gone"], 1)], got: "the unknown check gone", source: VALUES },
  ])("refuses $rule ($source)", ({ checks, got }) => {
    expect(() => new CheckTree(checks)).toThrow(`must be checks of endpoints, alarms or routing controls, got ${got}`);
  });
});

describe("alarmState", () => {
  const none = undefined;

  it.each([
    { rule: "a value at the threshold", settings: {}, values: [0, 1], before: "OK", after: "ALARM", source: MISSING },
    { rule: "a value below it", settings: {}, values: [1, 0], before: "ALARM", after: "OK", source: MISSING },
    { rule: "missing data, ignore", settings: {}, values: [1, none], before: "ALARM", after: "ALARM", source: MISSING },
    {
      rule: "missing data, ignore, new",
      settings: {},
      values: [none],
      before: "INSUFFICIENT_DATA",
      after: "INSUFFICIENT_DATA",
      source: MISSING,
    },
    {
      rule: "missing data, missing",
      settings: { missingData: "missing" },
      values: [none],
      before: "ALARM",
      after: "INSUFFICIENT_DATA",
      source: MISSING,
    },
    {
      rule: "missing data, breaching",
      settings: { missingData: "breaching" },
      values: [none],
      before: "OK",
      after: "ALARM",
      source: MISSING,
    },
    {
      rule: "missing data, notBreaching",
      settings: { missingData: "notBreaching" },
      values: [none],
      before: "ALARM",
      after: "OK",
      source: MISSING,
    },
    {
      rule: "2 of 3 data points",
      settings: { evaluationPeriods: 3, datapointsToAlarm: 2 },
      values: [1, 0, 1],
      before: "OK",
      after: "ALARM",
      source: MISSING,
    },
    {
      rule: "1 of 3 data points",
      settings: { evaluationPeriods: 3, datapointsToAlarm: 2 },
      values: [1, 1, 0, 0, 1],
      before: "ALARM",
      after: "OK",
      source: MISSING,
    },
    {
      rule: "another comparison",
      settings: { comparison: "LessThanThreshold" },
      values: [0],
      before: "OK",
      after: "ALARM",
      source: MISSING,
    },
  ] as const)("$rule: $after ($source)", ({ settings, values, before, after }) => {
    expect(alarmState({ ...ALARM, ...settings }, values, before)).toBe(after);
  });
});
