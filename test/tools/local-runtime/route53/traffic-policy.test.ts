import { trafficPolicyRecords } from "../../../../tools/local-runtime/route53/traffic-policy";

/** Format of all documents. */
const SOURCE =
  "https://docs.aws.amazon.com/Route53/latest/APIReference/api-policies-traffic-policy-document-format.html";

function recordsOf(document: object | string) {
  return trafficPolicyRecords({
    field: "document",
    name: "api.example.com",
    ttlSeconds: 60,
    document: typeof document === "string" ? document : JSON.stringify(document),
    regionOf: (value) => value.replace(".aws", ""),
    checkOf: (value) => `check-${value}`,
  });
}

const ENDPOINTS = {
  dublin: { Type: "value", Value: "eu-west-1.aws" },
  virginia: { Type: "value", Value: "us-east-1.aws" },
  oregon: { Type: "value", Value: "us-west-2.aws" },
};
const AT = { name: "api.example.com", type: "CNAME", ttlSeconds: 60 };
const region = (name: string, evaluateTargetHealth = false) => ({ type: "region", region: name, evaluateTargetHealth });

const ROWS = [
  {
    rule: "latency",
    source: SOURCE,
    rules: {
      start: {
        RuleType: "latency",
        Regions: [
          { Region: "eu-west-1", EndpointReference: "dublin", HealthCheck: "a" },
          { Region: "us-east-1", EndpointReference: "virginia", HealthCheck: "b" },
        ],
      },
    },
    records: [
      {
        ...AT,
        setIdentifier: "eu-west-1",
        healthCheck: "check-a",
        policy: { type: "latency", region: "eu-west-1" },
        target: region("eu-west-1"),
      },
      {
        ...AT,
        setIdentifier: "us-east-1",
        healthCheck: "check-b",
        policy: { type: "latency", region: "us-east-1" },
        target: region("us-east-1"),
      },
    ],
  },
  {
    rule: "weighted",
    source: SOURCE,
    rules: {
      start: {
        RuleType: "weighted",
        Items: [
          { Weight: "10", EndpointReference: "dublin" },
          { Weight: "0", EndpointReference: "oregon", EvaluateTargetHealth: true },
        ],
      },
    },
    records: [
      { ...AT, setIdentifier: "dublin", policy: { type: "weighted", weight: 10 }, target: region("eu-west-1") },
      { ...AT, setIdentifier: "oregon", policy: { type: "weighted", weight: 0 }, target: region("us-west-2", true) },
    ],
  },
  {
    rule: "failover to another rule",
    source: SOURCE,
    rules: {
      start: {
        RuleType: "failover",
        Primary: { EndpointReference: "dublin", HealthCheck: "a" },
        Secondary: { RuleReference: "others", EvaluateTargetHealth: "true" },
      },
      others: { RuleType: "latency", Regions: [{ Region: "us-west-2", EndpointReference: "oregon" }] },
    },
    records: [
      {
        ...AT,
        setIdentifier: "primary",
        healthCheck: "check-a",
        policy: { type: "failover", role: "PRIMARY" },
        target: region("eu-west-1"),
      },
      {
        ...AT,
        setIdentifier: "secondary",
        policy: { type: "failover", role: "SECONDARY" },
        target: { type: "records", name: "others.rule.api.example.com", evaluateTargetHealth: true },
      },
      {
        ...AT,
        name: "others.rule.api.example.com",
        setIdentifier: "us-west-2",
        policy: { type: "latency", region: "us-west-2" },
        target: region("us-west-2"),
      },
    ],
  },
];

describe("trafficPolicyRecords", () => {
  it.each(ROWS)("reads $rule ($source)", ({ rules, records }) => {
    expect(recordsOf({ RecordType: "CNAME", StartRule: "start", Endpoints: ENDPOINTS, Rules: rules })).toEqual(records);
  });

  it.each([
    [true, true],
    ["true", true],
    [false, false],
    ["false", false],
  ])(`reads EvaluateTargetHealth %j as %j (${SOURCE})`, (EvaluateTargetHealth, expected) => {
    const Rules = {
      a: { RuleType: "weighted", Items: [{ Weight: "1", RuleReference: "b", EvaluateTargetHealth }] },
      b: { RuleType: "weighted", Items: [{ Weight: "1", EndpointReference: "dublin" }] },
    };
    const [first] = recordsOf({ RecordType: "CNAME", StartRule: "a", Endpoints: ENDPOINTS, Rules });
    expect(first?.target.evaluateTargetHealth).toBe(expected);
  });

  it.each([
    ["{", 'document must be JSON, got "{"'],
    [
      { RecordType: "CNAME", StartRule: "b", Rules: { a: { RuleType: "latency" } } },
      "document.StartRule must be one of a, got b",
    ],
    [
      { RecordType: "CNAME", StartRule: "a", Rules: { a: { RuleType: "geo" } } },
      'document.Rules.a.RuleType must be latency, weighted or failover, got "geo"; the local runtime does not emulate other rules',
    ],
    [
      {
        RecordType: "CNAME",
        StartRule: "a",
        Rules: { a: { RuleType: "latency", Regions: [{ Region: "eu-west-1", EndpointReference: "gone" }] } },
      },
      'document.Rules.a.eu-west-1 must refer to an endpoint or a rule, got {"Region":"eu-west-1","EndpointReference":"gone"}',
    ],
    [
      {
        RecordType: "CNAME",
        StartRule: "a",
        Rules: { a: { RuleType: "failover", Primary: { RuleReference: "b" } }, b: { RuleType: "latency" } },
      },
      "document.Rules.a.primary.EvaluateTargetHealth must be true or false, got undefined; AWS documents no default",
    ],
  ])("fails for %j", (document, message) => {
    expect(() => recordsOf(document)).toThrow(new Error(message));
  });
});
