import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

/** Paths of all modules, without their ending, relative to the repository. */
const MODULES = readdirSync(join(REPOSITORY_ROOT, "modules"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("modules", file.slice(0, -".ts".length)));

interface Field {
  /** Module, interface and field, for the report. */
  readonly path: string;
  readonly isOptional: boolean;
  /** The docstring directly above the field, or empty. */
  readonly comment: string;
}

/** Fields of the interfaces in a source file that the linter has formatted, without the fields of nested objects. */
function fieldsOf(file: string, text: string): Field[] {
  return [...text.matchAll(/^(?:export )?interface (\w+)[^\n{]*\{\n(.*?)^\}/gms)].flatMap(([, name, body = ""]) =>
    [...body.matchAll(/(\/\*\*(?:(?!\*\/).)*\*\/\n)?^ {2}readonly (\w+)(\??):/gms)].map(
      ([, comment = "", field, mark]): Field => ({
        path: `${file} ${name}.${field}`,
        isOptional: mark === "?",
        comment,
      }),
    ),
  );
}

const FIELDS = MODULES.flatMap((file) => fieldsOf(file, readFileSync(join(REPOSITORY_ROOT, `${file}.ts`), "utf8")));
const PROPS = FIELDS.filter(({ path }) => / \w+Props\./.test(path));

describe("fieldsOf", () => {
  it("finds each field with its own docstring", () => {
    const text =
      "export interface XProps extends Y {\n  /** One. */\n  readonly one: string;\n" +
      "  /**\n   * Two.\n   * @default 2\n   */\n  readonly two?: number;\n" +
      "  /** Object. */\n  readonly three: {\n    readonly inner: string;\n  };\n  readonly four?: string;\n}\n";
    expect(fieldsOf("m", text).map(({ path, isOptional, comment }) => [path, isOptional, comment.trim()])).toEqual([
      ["m XProps.one", false, "/** One. */"],
      ["m XProps.two", true, "/**\n   * Two.\n   * @default 2\n   */"],
      ["m XProps.three", false, "/** Object. */"],
      ["m XProps.four", true, ""],
    ]);
  });

  it("finds the props of the modules", () => {
    expect(PROPS.length).toBeGreaterThan(400);
    expect(PROPS.filter(({ isOptional }) => isOptional).length).toBeGreaterThan(100);
  });
});

describe("modules", () => {
  it("describe every field of their props", () => {
    expect(PROPS.filter(({ comment }) => comment === "").map(({ path }) => path)).toEqual([]);
  });

  it("name the default of every optional argument", () => {
    const silent = FIELDS.filter(({ path, isOptional, comment }) => {
      return isOptional && !/ \w+Facts\./.test(path) && !comment.includes("@default ");
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it("have a test file of their own, or are a part of a module that has one", () => {
    const hasTest = (module: string) => existsSync(join(REPOSITORY_ROOT, "test", `${module}.test.ts`));
    const tested = new Set(MODULES.filter(hasTest));
    const parts = [...tested].flatMap((module) => importsOf(module));
    const covered = new Set([...tested, ...parts]);
    expect(MODULES.filter((module) => !covered.has(module))).toEqual([]);
  });
});

/** Modules that a module imports. */
function importsOf(module: string): string[] {
  const text = readFileSync(join(REPOSITORY_ROOT, `${module}.ts`), "utf8");
  return [...text.matchAll(/ from "(\.[^"]+)"/g)].map(([, path = ""]) => normalize(join(dirname(module), path)));
}
