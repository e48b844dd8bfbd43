import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../../tools/shared/program";
import { filesBelow } from "../helpers/files";
import { ScratchCopy } from "../helpers/scratch";
import { allStacks } from "../helpers/stacks";

/** Architectures of the environments in `config/`. */
const DEPLOYMENTS = ["dev", "prod"].flatMap((environment) =>
  ["state", "three-tier", "active-active", "aurora-api", "local-zone"].map(
    (architecture) => `${environment}-${architecture}`,
  ),
);

/** Records at the end of a process which sources below `stacks/` it has loaded. */
const LOADED = `
process.on("exit", () => {
  const loaded = Object.keys(require.cache).map((path) => /\\/stacks\\/([^/]+)\\//.exec(path)?.[1]).filter(Boolean);
  require("node:fs").writeFileSync(process.env.LOADED, JSON.stringify([...new Set(loaded)].sort()));
});
`;

interface Manifest {
  readonly stacks: Record<string, object>;
  readonly leftOut?: readonly string[];
}

function manifestIn(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, "cdktf.out", "manifest.json"), "utf8")) as Manifest;
}

describe("main.ts", () => {
  const copy = new ScratchCopy("", ".build/functions");
  let whole: ReadonlyMap<string, Buffer>;

  beforeAll(async () => {
    expect(await copy.synthesize()).toMatchObject({ code: 0, stderr: "" });
    whole = filesBelow(join(copy.root, "cdktf.out"));
  });

  it("synthesizes every stack without a selector, with the manifest of CDKTF", () => {
    const manifest = JSON.parse(String(whole.get("manifest.json"))) as Manifest;
    expect(Object.keys(manifest).sort()).toEqual(["stacks", "version"]);
    expect(Object.keys(manifest.stacks).sort()).toEqual([...allStacks().keys()].sort());
  });

  it.each([
    [["three-tier"], ["dev-three-tier", "prod-three-tier"]],
    [
      ["dev-state", "prod-local-zone"],
      ["dev-state", "prod-local-zone"],
    ],
  ])("given %j, synthesizes that, and lists the others under leftOut in the manifest", async (selectors, selected) => {
    expect(await copy.synthesize(selectors)).toMatchObject({ code: 0, stderr: "" });
    const { stacks, leftOut } = manifestIn(copy.root);
    const belongs = (id: string) => selected.some((name) => id === name || id.startsWith(`${name}-`));
    expect(Object.keys(stacks).sort()).toEqual([...allStacks().keys()].filter(belongs).sort());
    expect([...(leftOut ?? [])].sort()).toEqual(DEPLOYMENTS.filter((name) => !selected.includes(name)).sort());
    for (const id of Object.keys(stacks)) {
      const path = `stacks/${id}/cdk.tf.json`;
      expect([path, readFileSync(join(copy.root, "cdktf.out", path))]).toEqual([path, whole.get(path)]);
    }
  });

  it("loads the code of the selected architectures only", async () => {
    const notes = join(copy.root, "loaded.json");
    const preset = join(copy.root, "loaded.cjs");
    writeFileSync(preset, LOADED);
    const env = { NODE_OPTIONS: `--require ${preset}`, LOADED: notes };
    expect(await copy.synthesize(["prod-aurora-api"], env)).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(readFileSync(notes, "utf8"))).toEqual(["aurora-api"]);
  });

  it.each(["three-tire", "staging-three-tier"])(
    "given %j, prints one line with the wrong selector, the environments and the architectures",
    async (selector) => {
      const fresh = new ScratchCopy();
      const { code, stdout, stderr } = await fresh.synthesize(["dev", selector]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toMatch(/^selector must be .*\n$/);
      expect(stderr).toContain(`got "${selector}"`);
      for (const name of ["dev", "prod", "three-tier", "local-zone", "dev-state"]) {
        expect(stderr).toContain(name);
      }
      expect(existsSync(join(fresh.root, "cdktf.out"))).toBe(false);
    },
  );
});

describe("npm run stacks", () => {
  const copy = new ScratchCopy("", ".build/functions");
  const stacks = (...selectors: string[]) => copy.run(["tools/list-stacks/main.ts", ...selectors]);

  describe("with a selector", () => {
    let result: RunResult;
    beforeAll(async () => {
      result = await stacks("dev-local-zone", "prod-state");
    });

    it("lists the selected stacks", () => {
      const ids = result.stdout.match(/(?<=^ +)(dev|prod)-[a-z0-9-]+(?= +\d)/gm);
      expect(ids).toEqual(["dev-local-zone-network", "dev-local-zone-failover", "prod-state"]);
    });

    it("lists the other deployments below the table", () => {
      const [, lines = ""] =
        /^Left out, `npm run stacks` synthesizes everything:\n((?: {2}.*\n)+)/m.exec(result.stdout) ?? [];
      const leftOut = DEPLOYMENTS.filter((name) => !["dev-local-zone", "prod-state"].includes(name));
      expect(lines.trim().split(/,\s+/)).toEqual(leftOut);
    });
  });

  it("shows the error of main.ts for an unknown selector", async () => {
    const { code, stdout, stderr } = await stacks("three-tire");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/\nselector must be an environment \(dev, prod\), .*, got "three-tire"\n$/);
  });
});
