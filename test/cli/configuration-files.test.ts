import { existsSync } from "node:fs";
import { join } from "node:path";
import { sampleInput } from "../helpers/environments";
import { type Outcome, oneAfterTheOther, withoutArchitectures } from "../helpers/main-runs";
import { type ConfigFiles, placeConfig } from "../helpers/place-config";
import { ScratchCopy } from "../helpers/scratch";

/** Files of `config/`, and the lines that main.ts prints about them. */
type Row = readonly [files: ConfigFiles, ...lines: readonly string[]];

const PLAIN = "must be text, a number, true, false, a list or a plain object";
const VALID = `export default ${JSON.stringify(sampleInput({ name: "one" }))};\n`;

/** A row for `config/dev.ts` with one problem. */
function dev(source: string, problem: string): Row {
  return [{ "dev.ts": source }, "config/dev.ts: 1 problem", `  ${problem}`];
}

/** A row for a file that nothing reads. */
function unread(name: string, problem: string): Row {
  return [{ [name]: VALID, "one.ts": VALID }, `config/${name}: 1 problem`, `  ${problem}`];
}

const NO_VALUE = "the file must have a default export with a value, got none; write export default { ... }";
const NOT_KEBAB =
  "the file's name without .ts must be lower-case words joined by single hyphens, starting with a letter";

const COMPILATION: Readonly<Record<string, Row>> = {
  "a syntax error": dev(
    "const a = 1;\nconst = 2;\n",
    'config/dev.ts:2:7 must be valid TypeScript: Expected identifier but found "="',
  ),
  "a syntax error after CRLF": dev(
    "const a = 1;\r\nconst = 2;\r\n",
    'config/dev.ts:2:7 must be valid TypeScript: Expected identifier but found "="',
  ),
  "two syntax errors": [
    { "dev.ts": "let a; let a; export default a b;" },
    "config/dev.ts: 2 problems",
    '  config/dev.ts:1:12 must be valid TypeScript: The symbol "a" has already been declared',
    '  config/dev.ts:1:32 must be valid TypeScript: Expected ";" but found "b"',
  ],
  "await at the top level": dev(
    "export default await Promise.resolve({});",
    "config/dev.ts:1:16 must not use await, because an environment cannot wait for a value; write the value itself",
  ),
  "a null character": dev("\0", 'config/dev.ts:1:1 must be valid TypeScript: Unexpected "\\x00"'),
};

const IMPORTS: Readonly<Record<string, Row>> = {
  "an import of a missing file": dev(
    'import zones from "./zones";\nexport default { ...zones };',
    'config/dev.ts:1:19 must import only what exists, got "./zones"; correct the path',
  ),
  "an import of a missing package": dev(
    'import x from "not-installed";\nexport default { ...x };',
    'config/dev.ts:1:15 must import only what exists, got "not-installed"; install the package or remove the import',
  ),
  "a missing import of an imported file, reported once": [
    { "dev.ts": 'import x from "./lib";\nexport default x;', "lib.ts": 'import y from "./gone";\nexport default y;' },
    "config/dev.ts: 1 problem",
    '  config/lib.ts:1:15 must import only what exists, got "./gone"; correct the path',
  ],
  "an import of itself": dev(
    'import dev from "./dev";\nexport default { ...dev };',
    "files of config/ must not import each other in a circle, got dev.ts -> dev.ts; move common values to another file",
  ),
  "a circle of imports, reported once": [
    {
      "dev.ts": 'import { b } from "./b";\nexport default b.x;',
      "b.ts": 'import { a } from "./a";\nexport const b = a;',
      "a.ts": 'import dev from "./dev";\nexport const a = dev;',
    },
    "config/a.ts: 1 problem",
    "  files of config/ must not import each other in a circle, got a.ts -> dev.ts -> b.ts -> a.ts; move common values to another file",
  ],
};

const THROWN: Readonly<Record<string, Row>> = {
  "an error": dev(
    '\n  throw new Error("no such thing");',
    "config/dev.ts:2:9 must not throw an error, got Error: no such thing",
  ),
  "an error of JavaScript": dev(
    "const x: any = undefined;\nexport default { name: x.y };",
    "config/dev.ts:2:26 must not throw an error, got TypeError: Cannot read properties of undefined (reading 'y')",
  ),
  "an error in a function": dev(
    "const f = () => null.x;\nexport default { name: f() };",
    "config/dev.ts:1:22 must not throw an error, got TypeError: Cannot read properties of null (reading 'x')",
  ),
  "an error of several lines": dev(
    'throw new Error("one\\n\\ntwo");',
    "config/dev.ts:1:7 must not throw an error, got Error: one two",
  ),
  "a long error": dev(
    'throw new Error("x".repeat(1000));',
    `config/dev.ts:1:7 must not throw an error, got Error: ${"x".repeat(193)}…`,
  ),
  "text of several lines": dev('throw "one\\ntwo";', 'config/dev.ts must not throw an error, got "one\\ntwo"'),
  null: dev("throw null;", "config/dev.ts must not throw an error, got null"),
  undefined: dev("throw undefined;", "config/dev.ts must not throw an error, got undefined"),
  "a symbol": dev('throw Symbol("x");', "config/dev.ts must not throw an error, got Symbol(x)"),
  "an object": dev("throw { a: 1 };", "config/dev.ts must not throw an error, got an object that is no error"),
  "an object with getters that throw": dev(
    "throw { get message() { throw 1; }, get stack() { throw 2; }, get code() { throw 3; } };",
    "config/dev.ts must not throw an error, got an object that is no error",
  ),
  "a proxy that throws": dev(
    "throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; } });",
    "config/dev.ts must not throw an error, got an object that is no error",
  ),
  "an error, and an exit handler that hides it": dev(
    'process.on("exit", () => { process.exitCode = 0; }); throw new Error("x");',
    "config/dev.ts:1:60 must not throw an error, got Error: x",
  ),
  "a change of all objects": dev(
    "Object.assign(Object.prototype, { a: 1, get: 2 });",
    "config/dev.ts must not change Object.prototype, got a, get; remove the change",
  ),
  "the end of the program with 0": dev(
    "process.exit(0);",
    "config/dev.ts:1:9 must not end the program, got process.exit(0); remove the call",
  ),
  "the end of the program by an import": dev(
    'import { exit } from "node:process";\nexit();',
    "config/dev.ts:2:1 must not end the program, got process.exit(); remove the call",
  ),
};

const EXPORTS: Readonly<Record<string, Row>> = {
  nothing: dev("", NO_VALUE),
  "only a named value": dev("export const dev = {};", NO_VALUE),
  undefined: dev("export default undefined;", NO_VALUE),
  "module.exports": dev('module.exports = { name: "dev" };', NO_VALUE),
  "module.exports null": dev("module.exports = null;", NO_VALUE),
  null: dev("export default null;", "the environment must be an object, got null"),
  text: dev('export default "dev";', 'the environment must be an object, got "dev"'),
  "a list": dev("export default [1];", "the environment must be an object, got [1]"),
  "a function": dev(
    "export default () => ({});",
    "the environment must be an object, got a function; call the function and write its result",
  ),
  "a class": dev(
    "export default class {}",
    "the environment must be an object, got a function; call the function and write its result",
  ),
  "a promise that fails": dev(
    'export default Promise.reject(new Error("late"));',
    "the environment must be an object, got an instance of Promise; an environment cannot wait for a value, so write the value itself",
  ),
  "a getter that throws": dev(
    'Object.defineProperty(exports, "default", { get() { throw new Error("late"); } });',
    "config/dev.ts:1:59 must not throw an error, got Error: late",
  ),
  "a revoked proxy": dev(
    "const { proxy, revoke } = Proxy.revocable({}, {});\nrevoke();\nexport default proxy;",
    "the environment must be readable, got an object that throws an error when it is read; write the value itself",
  ),
  "a proxy that throws": dev(
    "export default new Proxy({}, { ownKeys() { throw 1; } });",
    "the environment must be readable, got an object that throws an error when it is read; write the value itself",
  ),
};

const VALUES: Readonly<Record<string, Row>> = {
  "values that JSON does not have": [
    {
      "dev.ts":
        'export default { name: "dev", accountId: 123456789012n, region: Symbol("x"), tags: new Map(), project: new Date(0) };',
    },
    "config/dev.ts: 4 problems",
    `  accountId ${PLAIN}, got the bigint 123456789012n; write the value itself`,
    `  region ${PLAIN}, got a symbol; write the value itself`,
    `  tags ${PLAIN}, got an instance of Map; write the value itself`,
    `  project ${PLAIN}, got an instance of Date; write the value itself`,
  ],
  "numbers that are not finite": [
    { "dev.ts": "export default { name: NaN, region: Infinity, tags: { a: -Infinity } };" },
    "config/dev.ts: 3 problems",
    "  name must be a finite number, got NaN; write the value itself",
    "  region must be a finite number, got Infinity; write the value itself",
    "  tags.a must be a finite number, got -Infinity; write the value itself",
  ],
  "a circular value": dev(
    'const a: any = { name: "dev" }; a.threeTier = { zones: [a] }; export default a;',
    `threeTier.zones[0] ${PLAIN}, got an object that contains itself; write the value itself`,
  ),
  "a getter that throws": dev(
    "export default { get name() { throw 1; } };",
    "name must be readable, got a getter that throws an error; write the value itself",
  ),
  __proto__: dev(
    'export default { "__proto__": { name: "dev" } };',
    "the environment must be an object, got an object with another prototype; remove __proto__ or Object.create",
  ),
  "__proto__ as a computed key": dev(
    'export default { ["__proto__"]: 1, name: "dev" };',
    "__proto__ must not be a key; remove it",
  ),
  "a proxy without an end": dev(
    "const p = (): any => new Proxy({ a: 1 }, { get: () => p() }); export default p();",
    `${"a.".repeat(50).slice(0, -1)} must be at most 50 levels deep, got more levels; write the value itself`,
  ),
};

const FOLDER: Readonly<Record<string, Row>> = {
  "no environment": [
    { "README.md": "", ".dev.ts.swp": "", "dev.ts~": "", "#dev.ts#": "", "types.d.ts": "", "tsconfig.json": "{}" },
    "config: 1 problem",
    "  the folder must have at least one environment, got none; run npm run new -- environment <name>",
  ],
  ...Object.fromEntries(
    ["mts", "cts", "tsx", "TS", "js", "mjs", "cjs", "json", "yaml"].map((ending) => [
      `the ending .${ending}`,
      unread(
        `dev.${ending}`,
        `the file's name must end with .ts, got "dev.${ending}"; rename the file to dev.ts, or move it out of config/`,
      ),
    ]),
  ),
  "a compiled environment beside its source": unread(
    "one.js",
    'the file\'s name must end with .ts, got "one.js"; remove the file, or move it out of config/',
  ),
  "an environment in a folder": unread(
    "eu/dev.ts",
    'the file must be in config/ itself to be an environment, got "eu/dev.ts"; move it to config/, or out of config/',
  ),
  "a name with a capital": unread("Dev.ts", `${NOT_KEBAB}, got "Dev"; rename the file, or move it out of config/`),
  "a test": unread("dev.test.ts", `${NOT_KEBAB}, got "dev.test"; rename the file, or move it out of config/`),
  "the name of the schema": unread(
    "schema.ts",
    "the file's name without .ts must not be the name of the schema's folder, got \"schema\"; rename the file, or move it out of config/",
  ),
  "a folder": [{ "x.ts": null }, "config/x.ts: 1 problem", "  x.ts must be a file, got a folder; rename or remove it"],
  "a link to nothing": [
    { "x.ts": { link: "gone.ts" } },
    "config/x.ts: 1 problem",
    "  x.ts must be a file, got a link to a missing file; rename or remove it",
  ],
  "a device": [
    { "x.ts": { link: "/dev/null" } },
    "config/x.ts: 1 problem",
    "  x.ts must be a file, got a pipe, a socket or a device; rename or remove it",
  ],
  "faults of several files, all together": [
    {
      "a.ts": "throw 1;",
      "b.ts": "const = 1;",
      "c.json": "{}",
      "d.ts": `export default ${JSON.stringify(sampleInput({ name: "d", accountId: "1" }))};`,
      "one.ts": VALID,
    },
    "config/a.ts: 1 problem",
    "  config/a.ts must not throw an error, got 1",
    "config/b.ts: 1 problem",
    '  config/b.ts:1:7 must be valid TypeScript: Expected identifier but found "="',
    "config/c.json: 1 problem",
    '  the file\'s name must end with .ts, got "c.json"; rename the file to c.ts, or move it out of config/',
    "config/d.ts: 1 problem",
    '  accountId must be the 12 digits of an AWS account, as text, got "1"',
  ],
};

const TABLES = { COMPILATION, IMPORTS, THROWN, EXPORTS, VALUES, FOLDER };

describe("main.ts with files of configuration:", () => {
  let outcomes: Readonly<Record<string, Outcome>>;

  beforeAll(async () => {
    const rows = Object.entries(TABLES).flatMap(([table, entries]) =>
      Object.entries(entries).map(([name, [files]]) => [`${table} ${name}`, files] as const),
    );
    outcomes = await oneAfterTheOther(Object.fromEntries(rows));
  });

  describe.each(Object.entries(TABLES))("%s", (table, rows) => {
    it.each(Object.entries(rows))("%s", (name, [, ...lines]) => {
      expect(outcomes[`${table} ${name}`]).toEqual({
        code: 1,
        stdout: "",
        stderr: `${lines.join("\n")}\n`,
        left: [],
      });
    });
  });

  it.each([
    ["THROWN", "the end of the program with 0"],
    ["THROWN", "an error, and an exit handler that hides it"],
    ["EXPORTS", "a promise that fails"],
    ["FOLDER", "no environment"],
  ] as const)("%s, %s: has the same outcome in a process of its own", async (table, name) => {
    const [files] = TABLES[table][name] as Row;
    const copy = withoutArchitectures(files);
    const { code, stdout, stderr } = await copy.synthesize();
    expect({ code, stdout, stderr, left: [] }).toEqual(outcomes[`${table} ${name}`]);
    expect(existsSync(join(copy.root, "cdktf.out"))).toBe(false);
  });

  it("refuses an error that a file throws after the synthesis, in one line", async () => {
    const source = `export default ${JSON.stringify(sampleInput({ name: "dev" }))};\n`;
    const copy = new ScratchCopy();
    placeConfig(join(copy.root, "config"), {
      "dev.ts": `queueMicrotask(() => { throw new Error("late"); });\n${source}`,
    });
    const { code, stdout, stderr } = await copy.synthesize(["dev-state"]);
    const late = "config must not start work that ends later, got an error: Error: late\n";
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: late });
  });

  it("reads a file with a byte order mark and CRLF", async () => {
    const source = `\uFEFFexport default ${JSON.stringify(sampleInput({ name: "dev" }), null, 2)};\n`;
    const copy = new ScratchCopy();
    placeConfig(join(copy.root, "config"), { "dev.ts": source.replaceAll("\n", "\r\n") });
    expect(await copy.synthesize(["dev-state"])).toMatchObject({ stdout: "", stderr: "", code: 0 });
    expect(existsSync(join(copy.root, "cdktf.out", "stacks", "dev-state", "cdk.tf.json"))).toBe(true);
  });
});
