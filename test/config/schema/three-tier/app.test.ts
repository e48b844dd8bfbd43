import { ThreeTierAppStack } from "../../../../stacks/three-tier/app-stack";
import { problemsOf } from "../../../helpers/environments";
import { testApp } from "../../../helpers/synth";
import { DATA, networkFacts, threeTierEnvironment } from "../../../helpers/three-tier";

const problemsOfApp = (app: object) => problemsOf({ threeTier: { app } });

describe("capacity", () => {
  it("refuses a minimum above the desired number", () => {
    expect(problemsOfApp({ capacity: { min: 5, desired: 4 } })).toEqual([
      "threeTier.app.capacity.min must be at most desired (4), got 5",
    ]);
  });

  it("refuses a desired number above the maximum", () => {
    expect(problemsOfApp({ capacity: { desired: 7, max: 6 } })).toEqual([
      "threeTier.app.capacity.desired must be at most max (6), got 7",
    ]);
  });

  it("refuses a minimum above the maximum without a desired number", () => {
    expect(problemsOfApp({ capacity: { min: 7, max: 6 } })).toEqual([
      "threeTier.app.capacity.min must be at most max (6), got 7",
    ]);
  });

  it("leaves the comparison with defaults to the module", () => {
    expect(problemsOfApp({ capacity: { min: 5 } })).toEqual([]);
    const { config, environment } = threeTierEnvironment({ app: { capacity: { min: 5 } } });
    const build = () =>
      new ThreeTierAppStack(testApp(), "app", { config, environment, network: networkFacts(false), data: DATA });
    expect(build).toThrow("capacity.min must be at most desired (4), got 5");
  });

  it("accepts three equal numbers, and an empty group", () => {
    expect(problemsOfApp({ capacity: { min: 3, desired: 3, max: 3 } })).toEqual([]);
    expect(problemsOfApp({ capacity: { min: 0, desired: 0 } })).toEqual([]);
  });

  it("reports both problems together", () => {
    expect(problemsOfApp({ capacity: { min: 9, desired: 8, max: 7 } })).toHaveLength(2);
  });
});

describe("load balancer", () => {
  it("refuses an internet-facing one behind a VPC origin", () => {
    expect(problemsOfApp({ loadBalancer: { exposure: "vpc-origin", scheme: "internet-facing" } })).toEqual([
      'threeTier.app.loadBalancer.scheme must be "internal" when exposure is "vpc-origin", got "internet-facing"; ' +
        "a CloudFront VPC origin needs an internal load balancer",
    ]);
  });

  it.each(["cloudfront-only", "public"])("refuses an internal one with exposure %s", (exposure) => {
    expect(problemsOfApp({ loadBalancer: { exposure, scheme: "internal" } })).toEqual([
      `threeTier.app.loadBalancer.scheme must be "internet-facing" when exposure is "${exposure}", got "internal"; ` +
        "CloudFront reaches it over the internet",
    ]);
  });

  it.each([
    ["vpc-origin", "internal"],
    ["cloudfront-only", "internet-facing"],
    ["public", "internet-facing"],
  ])("accepts exposure %s with the scheme %s, or with none", (exposure, scheme) => {
    expect(problemsOfApp({ loadBalancer: { exposure, scheme } })).toEqual([]);
    expect(problemsOfApp({ loadBalancer: { exposure } })).toEqual([]);
  });

  it("refuses an unknown exposure", () => {
    expect(problemsOfApp({ loadBalancer: { exposure: "open" } })).toEqual([
      'threeTier.app.loadBalancer.exposure must be "vpc-origin" or "cloudfront-only" or "public", got "open"',
    ]);
  });
});

describe("source", () => {
  const ref = "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455";

  it.each(["main", "v1.0", ref.slice(0, 12), ref.toUpperCase()])(
    "refuses the branch, tag or short commit id %p",
    (moving) => {
      expect(problemsOfApp({ source: { git: "https://example.com/app", ref: moving } })).toEqual([
        `threeTier.app.source.ref must be a full commit id of 40 hexadecimal digits, got "${moving}"`,
      ]);
    },
  );

  it.each([
    "http://example.com/app",
    "git@example.com:app",
    "https://user:secret@example.com/app",
    'https://e.com/"$(id)',
    "https://example.com:8443/app",
    "https://example.com/app?ref=main",
  ])("refuses the repository %s", (git) => {
    expect(problemsOfApp({ source: { git, ref } })).toEqual([
      `threeTier.app.source.git must be an https:// address without user, port, query or space, got ${JSON.stringify(git)}`,
    ]);
  });

  const s3 = { bucket: "artifacts", key: "newsread/app.tar.gz", versionId: "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY" };

  it.each(["newsread/app.tar.gz", "app.tgz", "app.zip"])("accepts one version of the archive %s in S3", (key) => {
    expect(problemsOfApp({ source: { s3: { ...s3, key } } })).toEqual([]);
  });

  it("refuses an object without a version, or that is not an archive", () => {
    expect(problemsOfApp({ source: { s3: { ...s3, versionId: undefined } } })).not.toEqual([]);
    expect(problemsOfApp({ source: { s3: { ...s3, versionId: "null" } } })).toEqual([
      'threeTier.app.source.s3.versionId must be the version of an object, not null, got "null"',
    ]);
    expect(problemsOfApp({ source: { s3: { ...s3, key: "app(1).tar.gz" } } })).toEqual([
      "threeTier.app.source.s3.key must be letters, digits or . _ / = + - and end in .zip, .tar.gz or .tgz, " +
        'got "app(1).tar.gz"',
    ]);
  });

  it("refuses both at once", () => {
    expect(problemsOfApp({ source: { git: "https://example.com/app", ref, s3 } })).not.toEqual([]);
  });
});

describe("limits of the services", () => {
  it.each([
    [{ instanceType: "xlarge" }, 'instanceType must be an instance type, e.g. t3.xlarge, got "xlarge"'],
    [{ rootVolumeGiB: 7 }, "rootVolumeGiB must be a whole number from 8 to 16384, got 7"],
    [
      { targetGroup: { healthCheckPath: "health" } },
      'targetGroup.healthCheckPath must be a path of a URL of at most 1024 characters, starting with /, got "health"',
    ],
    [
      { targetGroup: { healthCheckPath: "/a b" } },
      'targetGroup.healthCheckPath must be a path of a URL of at most 1024 characters, starting with /, got "/a b"',
    ],
    [{ workers: 0 }, "workers must be a whole number from 1 to 64, got 0"],
    [
      { bastions: { instanceType: "micro" } },
      'bastions.instanceType must be an instance type, e.g. t3.xlarge, got "micro"',
    ],
    [
      { targetGroup: { healthCheckIntervalSeconds: 4 } },
      "targetGroup.healthCheckIntervalSeconds must be a whole number from 5 to 300, got 4",
    ],
    [
      { targetGroup: { slowStartSeconds: 29 } },
      "targetGroup.slowStartSeconds must be 0, or a whole number from 30 to 900, got 29",
    ],
    [{ scaling: { averageCpuPercent: 91 } }, "scaling.averageCpuPercent must be a whole number from 10 to 90, got 91"],
    [
      { scaling: { refreshMinHealthyPercent: 101 } },
      "scaling.refreshMinHealthyPercent must be a whole number from 50 to 100, got 101",
    ],
    [{ bastions: { count: 5 } }, "bastions.count must be a whole number from 0 to 4, got 5"],
  ])("refuses %j", (app, problem) => {
    expect(problemsOfApp(app)).toEqual([`threeTier.app.${problem}`]);
  });
});
