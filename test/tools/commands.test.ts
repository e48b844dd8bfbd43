import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { type Command, runCommandLine } from "../helpers/command";
import { temporaryFolder } from "../helpers/temporary-folder";

const folder = temporaryFolder();
const file = join(folder, "file");
const empty = join(folder, "empty");
const NOWHERE = join(folder, "nowhere");
writeFileSync(file, "{ not JSON");
mkdirSync(empty);

/** One command line, and the only line of its standard error. */
interface Row {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly code: 1 | 2;
  /** The line, or its parts around what differs between machines. */
  readonly stderr: string | RegExp;
}

/** No program is on PATH. */
const BARE = { PATH: empty };
/** No credentials anywhere. The instance metadata is not asked, because this takes seconds without an instance. */
const SIGNED_OUT = { HOME: empty, AWS_EC2_METADATA_DISABLED: "true" };
const NO_CREDENTIALS =
  "AWS must accept the request, got CredentialsProviderError: Could not load credentials from any providers; sign in to account " +
  "111111111111 first";
const DEV = ["--environment", "dev"];
const PATH_DRILL = ["--virtual-interface", "dxvif-1", "--log-group", "/a", "--region", "us-east-1"];

const TYPES = "state, three-tier, active-active, aurora-api, local-zone";
const SELECTOR = `selector must be an environment (dev, prod), an architecture (${TYPES}) or both, e.g. dev-state`;
const START =
  "usage: npm start -- [--environment dev] [--once] [--speed 1] [--port 4100] [--clients <region>] [--latency <file>] " +
  "[--replication-delay 500]";
const PLAN = "usage: npm run plan:changed -- --base <folder> --out <folder> [--head cdktf.out] [--environment <name>]";
const STATE = "usage: npm run state:bootstrap -- --environment <name> [--state-folder <folder>]";
const RELEASE =
  "usage: npm run release -- --environment <name> [--region <region>] [--steps 10,50] [--minutes 5] [--rollback]";
const EVACUATE =
  "usage: npm run evacuate -- --environment <name> --region <region> [--undo] [--unchecked] [--wait 300]";

const ROWS: Readonly<Partial<Record<Command, readonly Row[]>>> = {
  "run-typescript.js main.ts": [
    { args: ["nope"], code: 1, stderr: `${SELECTOR}, got "nope"` },
    { args: ["dev\nprod"], code: 1, stderr: `${SELECTOR}, got "dev\\nprod"` },
  ],
  start: [
    { args: ["dev-state"], code: 1, stderr: `Unexpected argument 'dev-state'; ${START}` },
    { args: ["--speed", "0"], code: 1, stderr: '--speed must be a whole number from 1 to 100, got "0"' },
    { args: ["--environment", "../x"], code: 1, stderr: '--environment must be one of dev, prod, got "../x"' },
  ],
  stacks: [
    { args: ["--all"], code: 1, stderr: "Unknown option '--all'; usage: npm run stacks -- [selector ...]" },
    { args: [""], code: 1, stderr: 'selector must not be empty, got ""; usage: npm run stacks -- [selector ...]' },
  ],
  picture: [{ args: ["all"], code: 1, stderr: 'url must be the URL of the page, got ["all"]; copy it from npm start' }],
  regions: [
    {
      args: [],
      code: 1,
      stderr: "--environment must be given, got nothing; usage: npm run regions -- --environment <name>",
    },
    { args: ["--environment", "nowhere"], code: 1, stderr: '--environment must be one of dev, prod, got "nowhere"' },
  ],
  "plan:base": [
    {
      args: ["--ref", "HEAD", "--out", file],
      code: 1,
      stderr: `--out must name a new folder, an empty one or one with synthesized stacks, got "${file}", which is a file`,
    },
    {
      args: ["--ref", "--out", empty],
      code: 1,
      stderr:
        '--ref must have a value, got "--out"; write --ref=--out if that is the value; usage: npm run plan:base -- --ref <commit> ' +
        "--out <folder>",
    },
    {
      args: ["--ref=--all", "--out", empty],
      code: 1,
      stderr: '--ref must name a commit that git knows, got "--all"; fetch it, or correct the name',
    },
    {
      args: ["--ref", "HEAD", "--out", empty],
      env: BARE,
      code: 2,
      stderr: "git must be on PATH, got none; see https://git-scm.com/downloads",
    },
  ],
  "plan:changed": [
    { args: ["--base", empty], code: 1, stderr: `--out must be given, got nothing; ${PLAN}` },
    {
      args: ["--base", empty, "--out", NOWHERE, "--base", empty],
      code: 1,
      stderr: `--base must be given once, got it again; ${PLAN}`,
    },
  ],
  "plan:comment": [
    {
      args: ["--plans", empty],
      code: 2,
      stderr: "GITHUB_TOKEN must be set, got nothing; run this command in GitHub Actions",
    },
  ],
  "state:bootstrap": [
    { args: ["dev"], code: 1, stderr: `Unexpected argument 'dev'; ${STATE}` },
    {
      args: ["--environment", "dev\nprod"],
      code: 1,
      stderr: '--environment must be one of dev, prod, got "dev\\nprod"',
    },
    {
      args: [...DEV, "--state-folder", file],
      code: 1,
      stderr: `--state-folder must name a folder that exists, got "${file}"`,
    },
    {
      args: DEV,
      env: BARE,
      code: 2,
      stderr:
        "terraform must be on PATH, version 1.11 or later, got none; see https://developer.hashicorp.com/terraform/install",
    },
  ],
  "test:plan": [
    {
      args: ["--skip-deployed", "--skip-deployed"],
      code: 1,
      stderr: "--skip-deployed must be given once, got it again; usage: npm run test:plan -- [--skip-deployed]",
    },
  ],
  "drill:path": [
    {
      args: PATH_DRILL,
      env: BARE,
      code: 2,
      stderr:
        "aws must be on PATH, got none; see https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    },
    {
      args: [...PATH_DRILL, "--minutes", "1e3"],
      code: 1,
      stderr: '--minutes must be a whole number from 1 to 4320, got "1e3"',
    },
  ],
  drill: [
    { args: [...DEV], code: 1, stderr: "--region must be given, got nothing; add the region that fails, or --restore" },
    {
      args: [...DEV, "--region", "eu-nowhere-9"],
      code: 1,
      stderr: '--region must be one of eu-west-1, eu-central-1, got "eu-nowhere-9"',
    },
    {
      args: [...DEV, "--region", "eu-west-1", "--scenario", "fire"],
      code: 1,
      stderr: '--scenario must be one of region, writes, replication, evacuate, got "fire"',
    },
    {
      args: ["--environment", "prod", "--region", "us-east-1", "--local"],
      code: 1,
      stderr: "the local runtime of prod must run, got no runtime; start it with: npm start -- --environment prod",
    },
  ],
  "drill:health": [
    {
      args: [...DEV, "--region", "eu-nowhere-9"],
      code: 1,
      stderr: '--region must be one of eu-west-1, eu-central-1, got "eu-nowhere-9"',
    },
    { args: [...DEV, "--region", "eu-west-1"], env: SIGNED_OUT, code: 2, stderr: NO_CREDENTIALS },
  ],
  release: [
    { args: [...DEV, "--force"], code: 1, stderr: `Unknown option '--force'; ${RELEASE}` },
    {
      args: [...DEV, "--region", "eu-nowhere-9"],
      code: 1,
      stderr: '--region must be one of eu-west-1, eu-central-1, got "eu-nowhere-9"',
    },
    { args: DEV, env: SIGNED_OUT, code: 2, stderr: NO_CREDENTIALS },
  ],
  evacuate: [
    { args: DEV, code: 1, stderr: `--region must be given, got nothing; ${EVACUATE}` },
    {
      args: [...DEV, "--region", "eu-west-1", "--wait", "-5"],
      code: 1,
      stderr: `--wait must have a value, got "-5"; write --wait=-5 if that is the value; ${EVACUATE}`,
    },
  ],
  "vpn:rotate": [
    {
      args: ["stop", ...DEV],
      code: 1,
      stderr:
        'step must be one of start, finish, cancel, got "stop"; usage: npm run vpn:rotate -- [step ...] --environment <name> [--secret-file <file>]',
    },
    {
      args: ["finish", ...DEV, "--secret-file", "new.json"],
      code: 1,
      stderr: "--secret-file must only be given with start, got finish",
    },
  ],
  "database:migrate": [
    {
      args: [...DEV, "--plan", "--repeat", "app/0001-create-notes.sql"],
      code: 1,
      stderr: "at most one of --plan, --repeat, --continue-after must be given, got --plan and --repeat; give one",
    },
    {
      args: [...DEV, "--repeat", "0001-create-notes.sql"],
      code: 1,
      stderr:
        '--repeat must name a migration of this checkout, e.g. app/0001-create-notes.sql, got "0001-create-notes.sql"',
    },
    { args: [...DEV, "--plan"], env: SIGNED_OUT, code: 2, stderr: NO_CREDENTIALS },
  ],
  "database:shell": [
    {
      args: [...DEV, "--role", "root"],
      code: 1,
      stderr: '--role must be one of reader, migrator with --architecture aurora-api, got "root"',
    },
    {
      args: [...DEV, "--role", "reader"],
      env: BARE,
      code: 2,
      stderr:
        "mysql or mariadb must be on PATH, got none; install your system's package mariadb-client or mysql-client",
    },
  ],
  "vpn:profile": [
    {
      args: ["--environment", "nowhere", "--certificate", file, "--key", file],
      code: 1,
      stderr: '--environment must be one of dev, prod, got "nowhere"',
    },
    {
      args: [...DEV, "--certificate", file, "--key", file],
      code: 1,
      stderr: `${file} must contain a certificate in PEM, got none`,
    },
  ],
  emulator: [
    { args: ["--port", "65536"], code: 1, stderr: '--port must be a whole number from 0 to 65535, got "65536"' },
    {
      args: ["--port", "0", "--moto", "http://127.0.0.1"],
      code: 1,
      stderr:
        '--moto must be a loopback URL with a port, got "http://127.0.0.1"; give http://127.0.0.1:5000 or omit the option',
    },
    {
      args: ["--port", "0"],
      env: BARE,
      code: 2,
      stderr: "moto_server must be on the PATH, got none; install it with: pipx install 'moto[server]'",
    },
  ],
  ci: [
    {
      args: ["evrything"],
      code: 1,
      // The list has a suite for each installed version of Node.
      stderr: /^suite must be one of check, .*, plan, got "evrything"; usage: npm run ci -- \[suite \.\.\.\]\n$/,
    },
  ],
  new: [
    {
      args: ["environment", "nul"],
      code: 1,
      stderr: `the environment's name must not be the name of a device on Windows, got "nul"`,
    },
    {
      args: [
        "environment",
        "a-b",
        "--account",
        "333333333333",
        "--architectures",
        "three-tier",
        "--region",
        "eu-nowhere-9",
      ],
      code: 1,
      stderr: '--region must be an AWS region, e.g. eu-west-1, got "eu-nowhere-9"',
    },
    {
      args: ["environment", "a-b", "--region", "eu-west-1"],
      code: 1,
      stderr: "--account, --architectures must be given if there is no terminal, got nothing",
    },
    {
      args: ["module", "nowhere/a-b", "--resource", "aws_vpc"],
      code: 1,
      stderr: 'the room must exist in modules/, got "nowhere"; docs/adr/0003-rooms-and-floors.md lists the rooms',
    },
  ],
  bench: [{ args: ["--runs", "0"], code: 1, stderr: '--runs must be a whole number from 1 to 100, got "0"' }],
};

const CASES = Object.entries(ROWS).flatMap(([command, rows]) =>
  rows.map((row): [string, readonly string[], Row] => [command, row.args, row]),
);

describe("a command with a fault", () => {
  it.each(CASES)("%s %j gives one line", (command, args, { env, code, stderr }) => {
    const before = readdirSync(REPOSITORY_ROOT).sort();
    expect(runCommandLine(command as Command, args, env)).toEqual({
      status: code,
      stdout: "",
      stderr: typeof stderr === "string" ? `${stderr}\n` : expect.stringMatching(stderr),
    });
    expect([readdirSync(folder).sort(), readdirSync(empty)]).toEqual([["empty", "file"], []]);
    expect(readdirSync(REPOSITORY_ROOT).sort()).toEqual(before);
  });

  it("is in the table for each script that Node runs", () => {
    const run = Object.entries(scripts).filter(([, line]) => line.startsWith("node "));
    expect(Object.keys(ROWS).sort()).toEqual([...run.map(([name]) => name), "run-typescript.js main.ts"].sort());
  });
});

describe("a command with --help", () => {
  it.each(Object.keys(ROWS).filter((command) => command in scripts))(
    "%s prints its usage and exits with 0",
    (command) => {
      const { status, stdout, stderr } = runCommandLine(command as Command, ["--help"]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(new RegExp(`^usage: npm ${command === "start" ? "" : "run "}${command} -- .*\\n$`));
    },
  );
});
