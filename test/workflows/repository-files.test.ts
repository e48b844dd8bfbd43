import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { WORKFLOWS } from "./workflow-files";

function read(path: string): string {
  return readFileSync(join(REPOSITORY_ROOT, path), "utf8");
}

function exists(path: string): boolean {
  return existsSync(join(REPOSITORY_ROOT, path));
}

interface Update {
  readonly "package-ecosystem": string;
  readonly directory: string;
  readonly cooldown?: Readonly<Record<string, number>>;
  readonly ignore?: readonly { readonly "dependency-name": string }[];
}

/** File that lists the dependencies of an ecosystem, in the directory of its entry. */
const MANIFESTS: Readonly<Record<string, string>> = { npm: "package.json", pip: "requirements.txt" };

describe("dependabot.yml", () => {
  const { version, updates } = parse(read(".github/dependabot.yml")) as { version: number; updates: Update[] };

  it("covers npm, the actions of the workflows, and the emulator's Python packages", () => {
    expect(version).toBe(2);
    expect(updates.map((update) => update["package-ecosystem"])).toEqual(["npm", "github-actions", "pip"]);
    expect(WORKFLOWS.length).toBeGreaterThan(0);
  });

  it.each(updates.map((update) => [update["package-ecosystem"], update] as const))(
    "finds the manifest of %s",
    (ecosystem, { directory }) => {
      const manifest = MANIFESTS[ecosystem];
      expect(exists(join(directory, manifest ?? ".github/workflows"))).toBe(true);
    },
  );

  it.each(updates.map((update) => [update["package-ecosystem"], update] as const))(
    "waits for at least a week before it proposes a release of %s",
    (_, { cooldown = {} }) => {
      expect(Object.keys(cooldown)).toContain("default-days");
      expect(Math.min(...Object.values(cooldown))).toBeGreaterThanOrEqual(7);
    },
  );

  it("waits longer for a new major version of a package than for a minor one", () => {
    const { "semver-major-days": major = 0, "semver-minor-days": minor = 0 } = updates[0]?.cooldown ?? {};
    expect(major).toBeGreaterThan(minor);
  });

  it("ignores only packages that the project depends on", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json"));
    const ignored = updates.flatMap(({ ignore = [] }) => ignore.map((entry) => entry["dependency-name"]));
    expect(ignored).toContain("cdktf");
    expect(ignored.filter((name) => !(name in { ...dependencies, ...devDependencies }))).toEqual([]);
  });
});

describe("CODEOWNERS", () => {
  const rules = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/ +/));

  it("has an owner for every file", () => {
    expect(rules[0]?.[0]).toBe("*");
  });

  it.each(rules)("names an owner of %s, which exists", (pattern, ...owners) => {
    expect(owners.length).toBeGreaterThan(0);
    expect(owners.filter((owner) => !/^@[\w-]+(\/[\w-]+)?$/.test(owner))).toEqual([]);
    expect(pattern === "*" || exists(pattern ?? "")).toBe(true);
  });
});

describe("pull_request_template.md", () => {
  it("asks for the effect on deployed stacks and for the checks", () => {
    const text = read(".github/pull_request_template.md");
    expect(text).toMatch(/^## Effect on deployed stacks$/m);
    expect(text).toContain("`npm run check && npm test`");
    expect(text).toContain("Address snapshots");
  });
});

describe("SECURITY.md", () => {
  it("names a private way to report a vulnerability", () => {
    expect(read("SECURITY.md")).toMatch(/Report a vulnerability" in the Security tab/);
  });
});
