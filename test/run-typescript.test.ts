import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../tools/shared/program";
import { filesBelow } from "./helpers/files";
import { ScratchCopy } from "./helpers/scratch";

/** The compiler removes the interface, so that the following lines have other numbers in JavaScript. */
const FAULT = `interface Erased {
  readonly lines: number;
}

/** Throws an error in line 7. */
export function fail({ lines }: Erased): never {
  throw new TypeError(\`\${lines} lines\`);
}
`;

const CALLER = `import { fail } from "./fault";

type Arguments = readonly string[];

const given: Arguments = process.argv.slice(2);
if (given.includes("caught")) {
  try {
    fail({ lines: 1 });
  } catch (error) {
    process.stdout.write((error as Error).stack ?? "");
  }
} else {
  process.stdout.write(JSON.stringify(given));
}
`;

describe("run-typescript.js", () => {
  const copy = new ScratchCopy();
  const run = (...args: string[]) => copy.node(["run-typescript.js", ...args]);

  beforeAll(() => {
    writeFileSync(join(copy.root, "fault.ts"), FAULT);
    writeFileSync(join(copy.root, "caller.ts"), CALLER);
  });

  it("passes its arguments on", async () => {
    expect(await run("caller.ts", "one", "two")).toMatchObject({ code: 0, stderr: "", stdout: '["one","two"]' });
  });

  it("shows the TypeScript line of an error", async () => {
    const [message, first, second] = (await run("caller.ts", "caught")).stdout.split("\n");
    expect(message).toBe("TypeError: 1 lines");
    expect(first).toBe(`    at fail (${join(copy.root, "fault.ts")}:7:9)`);
    expect(second).toBe(`    at Object.<anonymous> (${join(copy.root, "caller.ts")}:8:5)`);
  });

  it("shows the line again with files that were compiled before", async () => {
    const before = [...filesBelow(join(copy.root, ".build", "compiled")).keys()];
    expect((await run("caller.ts", "caught")).stdout).toContain("fault.ts:7:9");
    expect([...filesBelow(join(copy.root, ".build", "compiled")).keys()]).toEqual(before);
  });

  it("compiles a changed file again", async () => {
    writeFileSync(join(copy.root, "changed.ts"), 'process.stdout.write("before" as string);\n');
    expect((await run("changed.ts")).stdout).toBe("before");
    writeFileSync(join(copy.root, "changed.ts"), 'process.stdout.write("after" as string);\n');
    expect((await run("changed.ts")).stdout).toBe("after");
  });

  it("shows the place of a syntax error in one line", async () => {
    writeFileSync(join(copy.root, "wrong.ts"), "const a = 1;\nconst = 2;\n");
    const { code, stderr } = await run("wrong.ts");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'wrong.ts:2:7 must compile: Expected identifier but found "="\n',
    });
  });
});

describe("an error in a stack", () => {
  const copy = new ScratchCopy();
  let result: RunResult;

  beforeAll(async () => {
    const file = join(copy.root, "stacks", "state", "state-stack.ts");
    const source = readFileSync(file, "utf8");
    const line = source.split("\n").findIndex((text) => text.includes("super(scope, id"));
    expect(line).toBeGreaterThan(0);
    writeFileSync(file, source.replace(/super\(scope, id/, "throw new Error(`a fault`); $&"));
    result = await copy.synthesize(["dev-state"]);
    expect(result.stderr).toContain(`stacks/state/state-stack.ts:${line + 1}:`);
  });

  it("ends the synthesis with exit code 1 and a TypeScript stack trace from the stack to main.ts", () => {
    expect(result.code).toBe(1);
    const [message, ...frames] = result.stderr.split("\n");
    expect(message).toBe("Error: a fault");
    const main = readFileSync(join(copy.root, "main.ts"), "utf8").split("\n");
    const line = main.findIndex((text) => text.includes("composeDeployments(app")) + 1;
    expect(frames.join("\n")).toContain(`${join(copy.root, "main.ts")}:${line}:`);
  });
});
