import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import fc from "fast-check";
import { parseEnvironmentFile } from "./environment-file";
import { itNeeding } from "./needs";

const USERDATA = resolve(__dirname, "..", "..", "userdata");
/** Quotes every text of a JSON list on standard input, because a start of Python takes long. */
const QUOTE_ALL = `
import json, sys
sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import credentials
for number, value in enumerate(json.load(sys.stdin)):
    try:
        sys.stdout.write("V%d=%s\\n" % (number, credentials.quoted(credentials.text_of({"password": value}, "password"))))
    except SystemExit as error:
        print("# refused: %d" % number)
`;

/** Any password. Characters with a special meaning are more frequent. */
const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom(...`:"$#\\'%\`= \t\n;`), fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
  minLength: 1,
  maxLength: 24,
});

describe("credentials.py", () => {
  itNeeding(
    ["python3"],
    "quotes any text so that systemd reads it unchanged, and refuses text that systemd drops",
    () => {
      fc.assert(
        fc.property(fc.array(anyText, { minLength: 150, maxLength: 200 }), (values) => {
          const text = quoteAll(values);
          const read = parseEnvironmentFile(text);
          values.forEach((value, number) => {
            const kept = read.get(`V${number}`);
            expect(kept ?? "refused").toBe(kept === undefined ? "refused" : value);
            expect(kept === undefined).toBe(dropped(value));
          });
        }),
        { numRuns: 4 },
      );
    },
  );
});

function quoteAll(values: readonly string[]): string {
  const run = spawnSync("python3", ["-c", QUOTE_ALL, USERDATA], {
    input: JSON.stringify(values),
    encoding: "utf8",
    env: { ...process.env, PYTHONIOENCODING: "utf-8" },
  });
  expect(run.stderr).toBe("");
  return run.stdout;
}

/** Whether systemd drops the text: the parser of this test refuses it between quotes. */
function dropped(value: string): boolean {
  try {
    parseEnvironmentFile(`V="${value.replace(/["\\`$]/g, "\\$&")}"`);
    return false;
  } catch {
    return true;
  }
}
