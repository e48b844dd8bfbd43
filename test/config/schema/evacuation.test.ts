import { activeActiveInput } from "../../helpers/active-active";
import { problemsOf } from "../../helpers/environments";

const REGIONS = ["eu-west-1", "eu-central-1"];
const CLUSTER = ["ap-northeast-1", "ap-southeast-2", "eu-west-1", "us-east-1", "us-west-2"];

function arn(digit: number): string {
  const panel = `${digit}`.repeat(32);
  return `arn:aws:route53-recovery-control::111111111111:controlpanel/${panel}/routingcontrol/${panel.slice(16)}`;
}

const GOOD = {
  type: "routing-control",
  controls: Object.fromEntries(REGIONS.map((region, index) => [region, arn(index)])),
  clusterEndpoints: CLUSTER.map((region) => ({ region, url: `https://host-1.${region}.example.com/v1` })),
};

function problems(evacuation: object): string[] {
  const section = { ...activeActiveInput(REGIONS), routing: { evacuation } };
  return problemsOf({ threeTier: undefined, activeActive: section as never }).map((problem) =>
    problem.replace("activeActive.routing.evacuation", "evacuation"),
  );
}

function withFirstUrl(url: string) {
  return { ...GOOD, clusterEndpoints: [{ region: "ap-northeast-1", url }, ...GOOD.clusterEndpoints.slice(1)] };
}

describe("routing.evacuation", () => {
  it("accepts a metric, and a routing control for each region", () => {
    expect(problems({ type: "metric" })).toEqual([]);
    expect(problems(GOOD)).toEqual([]);
  });

  it.each([
    ["another type", { type: "email" }, /^evacuation\.type must/],
    ["controls of a metric", { type: "metric", controls: {} }, /^evacuation/],
    [
      "a region without a control",
      { ...GOOD, controls: { "eu-west-1": arn(0) } },
      /^evacuation\.controls must have an entry for eu-central-1/,
    ],
    [
      "a control of another region",
      { ...GOOD, controls: { ...GOOD.controls, "us-east-1": arn(3) } },
      /^evacuation\.controls\.us-east-1 must be a region of the list, which has eu-west-1, eu-central-1/,
    ],
    [
      "one control for two regions",
      { ...GOOD, controls: { "eu-west-1": arn(0), "eu-central-1": arn(0) } },
      /^evacuation\.controls must name each routing control once/,
    ],
    [
      "another ARN",
      { ...GOOD, controls: { ...GOOD.controls, "eu-west-1": "arn:aws:x" } },
      /^evacuation\.controls\.eu-west-1 must be the ARN of a routing control/,
    ],
    [
      "four endpoints",
      { ...GOOD, clusterEndpoints: GOOD.clusterEndpoints.slice(1) },
      /^evacuation\.clusterEndpoints must be 5 entries, got .*; a cluster has an endpoint in each of five regions$/,
    ],
    [
      "one endpoint twice",
      { ...GOOD, clusterEndpoints: [...GOOD.clusterEndpoints.slice(1), GOOD.clusterEndpoints[1]] },
      /^evacuation\.clusterEndpoints must name each region once/,
    ],
    [
      "an endpoint without TLS",
      { ...GOOD, clusterEndpoints: [{ region: "ap-northeast-1", url: "http://x" }, ...GOOD.clusterEndpoints.slice(1)] },
      /^evacuation\.clusterEndpoints\[0\]\.url must be an https URL/,
    ],
    [
      "an endpoint with a password",
      withFirstUrl("https://user:secret@host.example.com/v1"),
      /^evacuation\.clusterEndpoints\[0\]\.url must contain no user and password, got "https:\/\/…@host/,
    ],
    ["an endpoint that is a template", withFirstUrl("https://${host}/v1"), /\[0\]\.url must be an https URL/],
    [
      "one URL twice",
      withFirstUrl(GOOD.clusterEndpoints[1]?.url ?? ""),
      /^evacuation\.clusterEndpoints\[1\]\.url must differ from the other endpoints/,
    ],
    [
      "an ARN of another partition",
      { ...GOOD, controls: { ...GOOD.controls, "eu-west-1": arn(0).replace("aws", "aws-cn") } },
      /^evacuation\.controls\.eu-west-1 must be the ARN of a routing control/,
    ],
    [
      "a control of no region",
      { ...GOOD, controls: { ...GOOD.controls, "moon-1": arn(3) } },
      /^evacuation\.controls\.moon-1 must be an AWS region, e\.g\. eu-west-1, got "moon-1"$/,
    ],
  ])("refuses %s", (_, evacuation, message) => {
    expect(problems(evacuation)).toEqual([expect.stringMatching(message)]);
  });
});
