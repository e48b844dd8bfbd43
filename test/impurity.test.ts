import { join } from "node:path";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { filesBelow } from "./helpers/files";

/** Patterns that the linter does not find: members of globals, and inline type imports. biome.json has the other rules. */
const IMPURITIES: Readonly<Record<string, RegExp>> = {
  "the clock": /\bDate\b|\bperformance\.|\bhrtime\b|\bsetTimeout\b/,
  chance: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/,
  "the environment": /\bprocess\.(?!pid\b)\w+/,
  "the network": /\bfetch\(|["']node:(?:http|https|net|tls|dns|dgram)["']/,
  "the machine": /["']node:(?:os|child_process|worker_threads|vm)["']/,
  "the language of the machine": /\.toLocale\w+\(|\bIntl\.|\.localeCompare\(/,
  "what is imported where no linter looks": /\bimport\(/,
};

/** The only files that use the file system: for sources of bundles, for bundles, and for the files of the environments. */
const READERS = [
  "modules/packaging/assets.ts",
  "modules/packaging/bundle-store.ts",
  "config/schema/loading/environment-files.ts",
  "config/schema/loading/import-cycle.ts",
  "config/schema/loading/load-failure.ts",
];

/** The only members of `process` that sources use: while an environment is loaded, it cannot end the program or change its end. */
const GUARD = /\bprocess\.(exit(Code)?|listeners|removeListener)\b/g;
const GUARDS = ["config/schema/loading/default-export.ts", "config/schema/loading/exit-attempt.ts"];

const SOURCES = ["config", "stacks", "modules"].flatMap((folder) =>
  [...filesBelow(join(REPOSITORY_ROOT, folder))].map(
    ([path, content]) => [`${folder}/${path}`, withoutGuard(`${folder}/${path}`, code(content.toString()))] as const,
  ),
);

describe("synthesis", () => {
  it.each(Object.entries(IMPURITIES))("does not depend on %s", (_, pattern) => {
    expect(SOURCES.filter(([, text]) => pattern.test(text)).map(([path]) => path)).toEqual([]);
  });

  it("reads files in five places only", () => {
    const reading = SOURCES.filter(([, text]) => /["'](?:node:)?fs(?:\/promises)?["']/.test(text)).map(
      ([path]) => path,
    );
    expect(reading.sort()).toEqual([...READERS].sort());
  });
});

describe("this test", () => {
  it.each([
    ["the clock", "const now = new Date();"],
    ["chance", "const id = Math.random();"],
    ["the environment", "const { HOME } = process.env;"],
    ["the network", 'await fetch("https://example.com");'],
    ["the machine", 'import { hostname } from "node:os";'],
    ["the language of the machine", "names.sort((one, other) => one.localeCompare(other));"],
    ["what is imported where no linter looks", 'type Schema = typeof import("../config/schema");'],
  ])("sees a dependency on %s", (name, text) => {
    expect(IMPURITIES[name]?.test(code(text))).toBe(true);
  });

  it("ignores comments", () => {
    expect(code("/** At that Date. */\nconst a = 1; // new Date()\n").trim()).toBe("const a = 1;");
  });
});

/** Source text without comments. A `//` after a colon is part of a URL. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:])\/\/.*$/gm, "$1");
}

function withoutGuard(path: string, text: string): string {
  return GUARDS.includes(path) ? text.replace(GUARD, "") : text;
}
