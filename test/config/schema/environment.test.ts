import { ConfigurationError, parseEnvironment } from "../../../config/schema";
import { problemsOf, sampleEnvironment, sampleInput } from "../../helpers/environments";

describe("an environment", () => {
  it("refuses the name of an architecture, which is a selector", () => {
    const [problem, ...others] = problemsOf({ name: "three-tier" });
    expect(problem).toContain("name must not be the name of an architecture");
    expect(others).toEqual([]);
  });

  it("requires a name, an account and a region only", () => {
    const smallest = { name: "lab", accountId: "123456789012", region: "eu-west-1" };
    expect(parseEnvironment(smallest, "config/lab.ts")).toEqual({ ...smallest, project: "project-x", tags: {} });
    expect(problemsOf({ name: undefined, accountId: undefined, region: undefined })).toEqual([
      "name must be a string, got nothing",
      "accountId must be a string, got nothing",
      "region must be a string, got nothing",
    ]);
  });

  it.each(["Dev", "dev-", "-dev", "dev--one", "1dev", "dev_one"])("refuses the name %p", (name) => {
    expect(problemsOf({ name })).toEqual([
      `name must be lower-case words joined by single hyphens, starting with a letter, got "${name}"`,
    ]);
  });

  it("refuses an account that is not 12 digits of text", () => {
    expect(problemsOf({ accountId: "12345678901" })).toEqual([
      'accountId must be the 12 digits of an AWS account, as text, got "12345678901"',
    ]);
    expect(problemsOf({ accountId: 123456789012 })).toEqual([
      "accountId must be a string, got 123456789012; write it in quotes",
    ]);
  });

  it("refuses text that is not a region", () => {
    const problems = problemsOf({ region: "eu-west", threeTier: undefined });
    expect(problems).toEqual(['region must be an AWS region, e.g. eu-west-1, got "eu-west"']);
  });

  it.each(["us-east-2", "mx-central-1", "ap-southeast-5"])("accepts the region %s", (region) => {
    expect(problemsOf({ region, threeTier: undefined })).toEqual([]);
  });

  it.each(["aws:owner", "Project", ""])("refuses the tag key %p", (key) => {
    expect(problemsOf({ tags: { [key]: "me" } })).toEqual([
      expect.stringMatching(
        / must have a key of 1 to 128 characters that does not start with aws: and is none of Project, /,
      ),
    ]);
  });

  it("reports the problems of the most similar shape of a value with several shapes", () => {
    const withSource = (source: unknown) => problemsOf({ threeTier: { app: { source } } });
    expect(withSource({ git: "https://example.com/app", ref: "main" })).toEqual([
      'threeTier.app.source.ref must be a full commit id of 40 hexadecimal digits, got "main"',
    ]);
    expect(withSource({ s3: { bucket: "b!", key: "app.tar.gz", versionId: "1" } })).toEqual([
      'threeTier.app.source.s3.bucket must be the name of a bucket, got "b!"',
    ]);
  });

  it("refuses tags that AWS refuses", () => {
    expect(problemsOf({ tags: { Owner: 7 } })).toEqual(["tags.Owner must be a string, got 7; write it in quotes"]);
    expect(problemsOf({ tags: { Owner: "x".repeat(257) } })).toEqual([
      expect.stringMatching(/^tags\.Owner must be at most 256 characters, got "x+…$/),
    ]);
    expect(problemsOf({ tags: { ["x".repeat(129)]: "me" } })).toHaveLength(1);
  });

  it("refuses an unknown field at any depth", () => {
    const colour = "blue";
    const problem = (path: string) =>
      `${path} must not be set, because there is no such field, got "blue"; check its spelling`;
    const network = { zones: undefined, colour };
    expect(problemsOf({ colour, threeTier: { colour, network, app: { capacity: { colour } } } })).toEqual(
      expect.arrayContaining([
        problem("colour"),
        problem("threeTier.colour"),
        problem("threeTier.network.colour"),
        problem("threeTier.app.capacity.colour"),
      ]),
    );
  });

  it("refuses a project whose target group or load balancer would have too long a name", () => {
    // 32 - "-test-flask".length
    expect(problemsOf({ project: "x".repeat(21) })).toEqual([]);
    const project = "x".repeat(22);
    expect(problemsOf({ project })).toEqual([
      `project must be short enough for the target-group "${project}-test-flask" (33 of at most 32 characters), got "${project}"`,
    ]);
  });

  it.each([
    ["eu-west-1-lhr-1a", "must be an Availability Zone, not a Local Zone or Wavelength Zone; use eu-west-1a"],
    ["eu-west-1-wl1-ber-wlz-1", "must be an Availability Zone, not a Local Zone or Wavelength Zone; use eu-west-1a"],
    ["us-east-1a", "must be an Availability Zone of eu-west-1, e.g. eu-west-1a"],
    ["euw1-az1", "must be an Availability Zone of eu-west-1, e.g. eu-west-1a"],
    ["eu-west-1", "must be an Availability Zone of eu-west-1, e.g. eu-west-1a"],
  ])("refuses the zone %s", (name, message) => {
    const { threeTier } = sampleEnvironment();
    const zones = threeTier?.network.zones.with(0, { ...threeTier.network.zones[0], name } as never);
    const [problem, ...others] = problemsOf({ threeTier: { network: { zones } } });
    expect(others).toEqual([]);
    // The value is between the rule and the remedy.
    expect(problem?.replace(`, got "${name}"`, "")).toContain(`threeTier.network.zones[0].name ${message}`);
  });

  it("reports every problem at once", () => {
    const problems = problemsOf({
      accountId: "1",
      colour: "blue",
      threeTier: {
        logRetentionInDays: 42,
        data: { mysql: { masterCredentials: "rds-managed", readReplicas: 1, masterUsername: "root" } },
        app: {
          capacity: { min: 5, desired: 4 },
          loadBalancer: { exposure: "vpc-origin", scheme: "internet-facing" },
        },
        network: { vpcCidr: "10.0.0.0/15" },
      },
    });
    const paths = problems.map((problem) => problem.slice(0, problem.indexOf(" ")));
    expect(paths.sort()).toEqual([
      "accountId",
      "colour",
      "threeTier.app.capacity.min",
      "threeTier.app.loadBalancer.scheme",
      "threeTier.data.mysql.masterUsername",
      "threeTier.data.mysql.readReplicas",
      "threeTier.logRetentionInDays",
      "threeTier.network.vpcCidr",
    ]);
  });

  it("reports the file, the number of problems, and one problem per line", () => {
    const parse = () => parseEnvironment(sampleInput({ accountId: "1", name: "X" }), "config/test.ts");
    expect(parse).toThrow(ConfigurationError);
    expect(parse).toThrow(/^config\/test\.ts: 2 problems\n {2}name must [^\n]+\n {2}accountId must [^\n]+$/);
  });

  it.each([null, undefined, "dev", []])("refuses a file that exports %p", (input) => {
    expect(() => parseEnvironment(input, "config/test.ts")).toThrow("the environment must be an object, got");
  });
});
