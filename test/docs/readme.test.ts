import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import dev from "../../config/dev";
import { parseEnvironment } from "../../config/schema";
import { Vpc } from "../../modules/network/vpc";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";
import { filesBelow } from "../helpers/files";
import { Template } from "../helpers/template";

const README = readFileSync(join(REPOSITORY_ROOT, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, "package.json"), "utf8")) as { scripts: object };

/** Every page of documentation: its path in the repository and its text. */
const PAGES: readonly (readonly [path: string, text: string])[] = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(
    (name) => [name, readFileSync(join(REPOSITORY_ROOT, name), "utf8")] as const,
  ),
  ...[...filesBelow(join(REPOSITORY_ROOT, "docs"))]
    .filter(([path]) => path.endsWith(".md"))
    .map(([path, content]) => [join("docs", path), content.toString("utf8")] as const),
];

describe("README.md", () => {
  it("shows a report of problems exactly as the schema writes it", () => {
    const threeTier = dev.threeTier;
    const [first, second, ...others] = threeTier?.network.zones ?? [];
    const zones = [first, { ...second, publicCidr: "10.0.8.0/21" }, ...others];
    const input = {
      ...dev,
      threeTier: {
        ...threeTier,
        network: { ...threeTier?.network, natGateway: "single", zones },
        app: { ...threeTier?.app, capacity: { min: 5, desired: 4 } },
      },
    };
    const report = README.split("\n")
      .filter((line) => /^ {3}(config\/dev\.ts:| {2}threeTier\.)/.test(line))
      .map((line) => line.slice(3))
      .join("\n");
    expect(() => parseEnvironment(input, "config/dev.ts")).toThrow(new Error(report));
  });

  it("quotes the error of a module exactly", () => {
    const build = () =>
      Template.of((scope) => {
        new Vpc(scope, "vpc", { name: "shop-prod", cidr: "10.20.0.0/8" });
      });
    const [, message = ""] = /`(cidr must be [^`]+)`/.exec(README) ?? [];
    expect(build).toThrow(new Error(message));
  });
});

describe.each(PAGES)("%s", (path, text) => {
  it("names only scripts that package.json has", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? "");
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("links only to files that exist", () => {
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? "");
    expect(links.filter((target) => !existsSync(join(REPOSITORY_ROOT, dirname(path), target)))).toEqual([]);
  });

  it("links only to headings that exist", () => {
    const links = [...text.matchAll(/\]\(([^)#:\s]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, target, anchor]) => {
      const page = target ? join(REPOSITORY_ROOT, dirname(path), target) : join(REPOSITORY_ROOT, path);
      return !anchorsOf(readFileSync(page, "utf8")).includes(anchor ?? "");
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it("names only files and folders that exist", () => {
    const named = [...text.matchAll(PATH_IN_CODE)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !isPath(name))).toEqual([]);
  });
});

/** A path of the repository in backticks, e.g. `modules/web` or `config/schema/three-tier*.ts`. */
const PATH_IN_CODE = /`((?:\.ci|\.github|bench|config|docs|lambdas|modules|stacks|test|tools|userdata)\/[\w./*-]+)`/g;

/** Anchors of the headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading ?? "");
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** Whether a file or folder has this name. `*` is any text, and a test can be named without its ending, as for jest. */
function isPath(name: string): boolean {
  const [start = "", ...rest] = name.split("*");
  if (rest.length > 0) {
    const folder = join(REPOSITORY_ROOT, dirname(`${start}x`));
    const prefix = basename(`${start}x`).slice(0, -1);
    return existsSync(folder) && readdirSync(folder).some((entry) => entry.startsWith(prefix));
  }
  return existsSync(join(REPOSITORY_ROOT, name)) || existsSync(join(REPOSITORY_ROOT, `${name}.test.ts`));
}
