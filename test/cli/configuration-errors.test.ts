import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleInput } from "../helpers/environments";
import { type Outcome, oneAfterTheOther, withoutArchitectures } from "../helpers/main-runs";
import { ScratchCopy } from "../helpers/scratch";

interface Mistake {
  readonly change: object;
  /** The expected line of the report. */
  readonly problem: string;
}

const ZONES = [
  { name: "eu-west-1a", publicCidr: "10.0.0.0/20", privateCidr: "10.0.128.0/20", isolatedCidr: "10.0.192.0/20" },
  { name: "eu-west-1b", publicCidr: "10.0.16.0/20", privateCidr: "10.0.144.0/20", isolatedCidr: "10.0.208.0/20" },
] as const;

const MISTAKES: Readonly<Record<string, Mistake>> = {
  "overlapping subnets": {
    change: { threeTier: { network: { zones: [ZONES[0], { ...ZONES[1], publicCidr: "10.0.8.0/21" }] } } },
    problem:
      'threeTier.network.zones[1].publicCidr must not overlap zones[0].publicCidr 10.0.0.0/20, got "10.0.8.0/21"',
  },
  "too few zones": {
    change: { threeTier: { network: { zones: [{ ...ZONES[0] }] } } },
    problem:
      'threeTier.network.zones must be at least 2 entries, got [{"name":"eu-west-1a","publicCidr":"10.0.0.0/20",' +
      '"privateCidr":"10.0.128.0/20","…; a Multi-AZ database and a load balancer span two',
  },
  "an unknown key": {
    change: { threeTier: { app: { instnaceType: "t3.micro" } } },
    problem:
      'threeTier.app.instnaceType must not be set, because there is no such field, got "t3.micro"; check its spelling',
  },
  "min above desired": {
    change: { threeTier: { app: { capacity: { min: 5, desired: 4 } } } },
    problem: "threeTier.app.capacity.min must be at most desired (4), got 5",
  },
  "a name too long for a target group": {
    change: { project: "a-long-name-for-project" },
    problem:
      'project must be short enough for the target-group "a-long-name-for-project-dev-flask" ' +
      '(33 of at most 32 characters), got "a-long-name-for-project"',
  },
  "a repeated entry": {
    change: { threeTier: { edge: { cachedPaths: ["/static/*", "*.css", "/*.css"] } } },
    problem: 'threeTier.edge.cachedPaths[2] must be named once only, got "/*.css"',
  },
  "the database of MySQL itself": {
    change: { threeTier: { data: { mysql: { databaseName: "mysql" } } } },
    problem: 'threeTier.data.mysql.databaseName must not be a database of MySQL itself, got "mysql"',
  },
  "a region of another partition": {
    change: { region: "cn-north-1" },
    problem:
      'region must be a region of the partition aws, got "cn-north-1"; the stacks do not support the partition aws-cn',
  },
  "another region than that of all zones": {
    change: { region: "us-east-2" },
    problem: 'region must be eu-west-1, the region of threeTier.network.zones, got "us-east-2"',
  },
  "another block than that of all subnets": {
    change: { threeTier: { network: { vpcCidr: "10.7.0.0/16" } } },
    problem:
      'threeTier.network.vpcCidr must contain the subnets, e.g. zones[0].publicCidr 10.0.0.0/20, got "10.7.0.0/16"; ' +
      "10.7.0.0/16 contains none of them",
  },
  "a tag with a line break": {
    change: { tags: { Owner: "a\nb" } },
    problem: 'tags.Owner must contain only letters, digits, spaces and _ . : / = + - @, got "a\\nb"',
  },
  "a replica with a managed password": {
    change: { threeTier: { data: { mysql: { masterCredentials: "rds-managed", readReplicas: 1 } } } },
    problem:
      'threeTier.data.mysql.readReplicas must be 0 when masterCredentials is "rds-managed", got 1; ' +
      "RDS refuses replicas of a MySQL instance whose master password it manages",
  },
  "a VPC origin with a public load balancer": {
    change: { threeTier: { app: { loadBalancer: { exposure: "vpc-origin", scheme: "internet-facing" } } } },
    problem:
      'threeTier.app.loadBalancer.scheme must be "internal" when exposure is "vpc-origin", got "internet-facing"; ' +
      "a CloudFront VPC origin needs an internal load balancer",
  },
};

describe("main.ts with", () => {
  let outcomes: Readonly<Record<string, Outcome>>;

  beforeAll(async () => {
    const files = ({ change }: Mistake) => ({ "dev.ts": withMistake(change) });
    outcomes = await oneAfterTheOther(
      Object.fromEntries(Object.entries(MISTAKES).map(([name, mistake]) => [name, files(mistake)])),
    );
  });

  describe.each(Object.entries(MISTAKES))("%s,", (name, { problem }) => {
    it("reports the problem in one line, without a stack trace", () => {
      expect(outcomes[name]?.stderr).toBe(`config/dev.ts: 1 problem\n  ${problem}\n`);
    });

    it("exits with 1 and no output", () => {
      expect(outcomes[name]).toMatchObject({ code: 1, stdout: "" });
    });

    it("writes nothing", () => {
      expect(outcomes[name]?.left).toEqual([]);
    });
  });

  it("one mistake has the same output and exit code in a process of its own", async () => {
    const [[name, { change }]] = Object.entries(MISTAKES) as [[string, Mistake]];
    const copy = withoutArchitectures({ "dev.ts": withMistake(change) });
    const { code, stdout, stderr } = await copy.synthesize();
    expect({ code, stdout, stderr, left: existsSync(join(copy.root, "cdktf.out")) ? ["cdktf.out"] : [] }).toEqual(
      outcomes[name],
    );
  });
});

describe("main.ts, given a value that contradicts a module's default", () => {
  it("names the file, the construct, the rule and the value, without a stack trace", async () => {
    const copy = new ScratchCopy();
    writeFileSync(join(copy.root, "config", "dev.ts"), withMistake({ threeTier: { app: { capacity: { min: 5 } } } }));
    const { code, stdout, stderr } = await copy.synthesize(["dev-three-tier"]);
    expect(stderr).toMatch(
      /^config\/dev\.ts: 1 problem\n {2}dev-three-tier-app\/\S+: capacity\.min must be at most desired \(4\), got 5\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });
});

describe("main.ts, given two environments that cannot exist together", () => {
  it("names both files and the field, and writes nothing", async () => {
    const copy = withoutArchitectures({
      "dev.ts": withMistake({ name: "dev" }),
      "stage.ts": withMistake({ name: "stage" }),
    });
    const { code, stdout, stderr } = await copy.synthesize();
    expect(stderr).toBe(
      "config/dev.ts and config/stage.ts: 1 problem\n  project must differ between three-tier applications of account " +
        '123456789012 in eu-west-1, got "sample"; EFS allows one file system of a project, so use another project, region or account\n',
    );
    expect({ code, stdout, wrote: existsSync(join(copy.root, "cdktf.out")) }).toEqual({
      code: 1,
      stdout: "",
      wrote: false,
    });
  });
});

/** The source of an environment `dev` with a mistake. */
function withMistake(change: object): string {
  return `export default ${JSON.stringify(sampleInput({ name: "dev", ...change }))};\n`;
}
