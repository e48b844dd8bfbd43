import { HelpRequest } from "../../../tools/shared/help-request";
import { readOptions, readWords, wholeNumber } from "../../../tools/shared/options";
import { UsageError } from "../../../tools/shared/usage-error";

const OPTIONS = { ref: { value: "<commit>", required: true }, out: { value: "<folder>" }, write: {} } as const;
const USAGE = "usage: npm run sample -- --ref <commit> [--out <folder>] [--write]";

function read(args: readonly string[]) {
  return readOptions(args, "npm run sample --", OPTIONS);
}

describe("readOptions", () => {
  it.each([
    [["--ref", "main", "--out=plans"], { ref: "main", out: "plans", write: false }],
    [["--ref", "main"], { ref: "main", out: undefined, write: false }],
    [["--write", "--ref=main"], { ref: "main", out: undefined, write: true }],
    [["--ref=-main"], { ref: "-main", out: undefined, write: false }],
    [["--ref=--out"], { ref: "--out", out: undefined, write: false }],
    [["--ref=a=b"], { ref: "a=b", out: undefined, write: false }],
    [["--ref", "two words"], { ref: "two words", out: undefined, write: false }],
    [["--ref", "main", "--"], { ref: "main", out: undefined, write: false }],
  ])("reads %j", (args, values) => {
    expect(read(args)).toEqual(values);
  });

  it.each([
    [[], "--ref must be given, got nothing"],
    [["--out", "x"], "--ref must be given, got nothing"],
    [["--ref="], '--ref must have a value, got ""'],
    [["--ref", ""], '--ref must have a value, got ""'],
    [["--ref", "  "], '--ref must have a value, got "  "'],
    [["--ref=\n"], '--ref must have a value, got "\\n"'],
    [["--ref", "main", "--out="], '--out must have a value, got ""'],
    [["--ref"], "--ref must have a value, got nothing"],
    [["--ref", "--out", "x"], '--ref must have a value, got "--out"; write --ref=--out if that is the value'],
    [["--ref", "-1"], '--ref must have a value, got "-1"; write --ref=-1 if that is the value'],
    [["--ref", "-"], '--ref must have a value, got "-"; write --ref=- if that is the value'],
    [["--ref", "--"], '--ref must have a value, got "--"; write --ref=-- if that is the value'],
    [["--ref", "a", "--ref", "b"], "--ref must be given once, got it again"],
    [["--ref", "a", "--ref", "a"], "--ref must be given once, got it again"],
    [["--ref=a", "--ref=b"], "--ref must be given once, got it again"],
    [["--write", "--write"], "--write must be given once, got it again"],
    [["--ref", "main", "--write=yes"], '--write must have no value, got "yes"'],
    [["--ref", "main", "--write="], '--write must have no value, got ""'],
    [["--ref", "main", "--no-write"], "Unknown option '--no-write'"],
    [["--ref", "main", "--force"], "Unknown option '--force'"],
    [["--ref", "main", "--Ref", "x"], "Unknown option '--Ref'"],
    [["--ref", "main", "--re", "x"], "Unknown option '--re'"],
    [["--constructor"], "Unknown option '--constructor'"],
    [["--__proto__=x"], "Unknown option '--__proto__'"],
    [["--toString", "x"], "Unknown option '--toString'"],
    [["--ref", "main", "-f"], "Unknown option '-f'"],
    [["--ref", "main", "-rf"], "Unknown option '-r'"],
    [["-ref", "main"], "Unknown option '-r'"],
    [["--ref", "main", "plans"], "Unexpected argument 'plans'"],
    [["--ref", "main", ""], "Unexpected argument ''"],
    [["--ref", "main", "-"], "Unexpected argument '-'"],
    [["--ref", "main", "--", "--out"], "Unexpected argument '--out'"],
    [["main"], "Unexpected argument 'main'"],
  ])("fails on %j with the problem and the usage in one line", (args, problem) => {
    expect(() => read(args)).toThrow(new UsageError(`${problem}; ${USAGE}`));
  });

  it.each([[["--help"]], [["-h"]], [["--ref", "main", "--help"]], [["--nonsense", "-h"]], [["word", "--help"]]])(
    "returns the usage for %j",
    (args) => {
      expect(() => read(args)).toThrow(new HelpRequest(USAGE));
    },
  );

  it.each([[["--ref=--help"]], [["--ref", "main", "--", "--help"]]])(
    "does not take %j for a request for help",
    (args) => {
      expect(() => read(args)).not.toThrow(HelpRequest);
    },
  );

  it("rejects every option of a command without options", () => {
    expect(() => readOptions(["--fast"], "npm run sample", {})).toThrow(
      "Unknown option '--fast'; usage: npm run sample",
    );
  });
});

describe("readWords", () => {
  const known = ["check", "quick", "lab"];
  const read = (args: readonly string[]) =>
    readWords(args, "npm run sample --", { name: "suite", known }, { write: {} });

  it("returns the given words once, in the order of the known words, and the options", () => {
    expect(read(["lab", "--write", "check", "lab"])).toEqual({ words: ["check", "lab"], options: { write: true } });
  });

  it("returns every known word if none is given", () => {
    expect(read([]).words).toEqual(known);
  });

  it("returns any given words once without known words", () => {
    const words = (...args: string[]) => readWords(args, "npm run stacks --", { name: "selector" }, {}).words;
    expect(words("prod", "dev", "prod")).toEqual(["prod", "dev"]);
    expect(words()).toEqual([]);
    expect(words("--", "--odd")).toEqual(["--odd"]);
    expect(() => words("dev", " ")).toThrow(
      'selector must not be empty, got " "; usage: npm run stacks -- [selector ...]',
    );
  });

  it.each([
    [["quikc"], 'suite must be one of check, quick, lab, got "quikc"'],
    [[""], 'suite must be one of check, quick, lab, got ""'],
    [["check\nlab"], 'suite must be one of check, quick, lab, got "check\\nlab"'],
    [["--all"], "Unknown option '--all'"],
  ])("fails on %j", (args, message) => {
    expect(() => read(args)).toThrow(`${message}; usage: npm run sample -- [suite ...] [--write]`);
  });
});

describe("wholeNumber", () => {
  it.each([
    ["1", 1],
    ["5", 5],
    ["4320", 4320],
    ["007", 7],
  ])("reads %j", (text, number) => {
    expect(wholeNumber("minutes", text, { from: 1, to: 4320 })).toBe(number);
  });

  it.each([
    ...["0", "4321", "-1", "+1", "1.5", "1,5", "5m", "", " 5", "5 ", "1e3", "0x10", "Infinity", "NaN", "٣", "1_000"],
    ...["9".repeat(400), "5\n", "five"],
  ])("refuses %j", (value) => {
    expect(() => wholeNumber("minutes", value, { from: 1, to: 4320 })).toThrow(
      new UsageError(`--minutes must be a whole number from 1 to 4320, got ${JSON.stringify(value)}`),
    );
  });
});
