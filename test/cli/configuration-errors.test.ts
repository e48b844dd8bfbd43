import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inParallel } from "../../tools/shared/in-parallel";
import type { RunResult } from "../../tools/shared/program";
import { sampleInput } from "../helpers/environments";
import { ScratchCopy, SYNTHESIS_TIMEOUT } from "../helpers/scratch";

interface Mistake {
  readonly change: object;
  /** The line of the report. */
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

/** Processes at a time: each takes most of a second of one core. */
const AT_ONCE = 3;

describe("main.ts, given", () => {
  const results = new Map<string, RunResult & { readonly root: string }>();

  beforeAll(async () => {
    await inParallel(Object.entries(MISTAKES), AT_ONCE, async ([name, { change }]) => {
      const { root, run } = changed(change);
      results.set(name, { ...(await run()), root });
    });
  }, SYNTHESIS_TIMEOUT);

  describe.each(Object.entries(MISTAKES))("%s,", (name, { problem }) => {
    it("says what is wrong in one line, without a stack trace", () => {
      expect(results.get(name)?.stderr).toBe(`config/dev.ts: 1 problem\n  ${problem}\n`);
    });

    it("exits with 1, silently", () => {
      expect(results.get(name)).toMatchObject({ code: 1, stdout: "" });
    });

    it("writes nothing", () => {
      expect(existsSync(join(results.get(name)?.root ?? "", "cdktf.out"))).toBe(false);
    });
  });
});

/** A copy of the repository whose `dev` holds a mistake, and whose architectures must not be reached. */
function changed(change: object) {
  const copy = new ScratchCopy();
  const input = sampleInput({ name: "dev", ...change });
  writeFileSync(join(copy.root, "config", "dev.ts"), `export default ${JSON.stringify(input)};\n`);
  for (const [architecture, composition] of [
    ["state", "composeState"],
    ["three-tier", "composeThreeTier"],
  ] as const) {
    const unreachable = `export function ${composition}(): void {\n  throw new Error("composed");\n}\n`;
    writeFileSync(join(copy.root, "stacks", architecture, "index.ts"), unreachable);
  }
  return { root: copy.root, run: () => copy.synthesize() };
}
