import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { filesBelow } from "./helpers/files";
import { ScratchCopy, SYNTHESIS_TIMEOUT } from "./helpers/scratch";

/** Two machines that could not differ more, as far as a process can tell. */
const MACHINES = [
  { folder: "a", runner: "cdktf.json", umask: "0o022", env: { TZ: "UTC", LANG: "C", LC_ALL: "C", USER: "one" } },
  {
    folder: "some/other/folder of mine",
    runner: "tsx",
    umask: "0o077",
    // Nothing on PATH either: no Terraform, no git, no shell.
    env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", USER: "two", PATH: "/nowhere" },
  },
] as const;

describe("synthesis", () => {
  const outputs: Map<string, Buffer>[] = [];
  let homes: string;

  beforeAll(async () => {
    homes = mkdtempSync(join(tmpdir(), "homes-"));
    const synthesized = MACHINES.map(async ({ folder, runner, umask, env }) => {
      const copy = new ScratchCopy(folder);
      const home = join(homes, env.USER);
      mkdirSync(home);
      const preset = join(homes, `${env.USER}.cjs`);
      // tsx starts a worker thread, which may not set it and takes it from its process.
      writeFileSync(preset, `if (require("node:worker_threads").isMainThread) process.umask(${umask});`);
      const machine = { ...env, HOME: home, NODE_OPTIONS: `--require ${preset}` };
      const run = runner === "tsx" ? copy.run(["main.ts"], machine) : copy.synthesize([], machine);
      const { code, stderr } = await run;
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return filesBelow(join(copy.root, "cdktf.out"));
    });
    outputs.push(...(await Promise.all(synthesized)));
  }, SYNTHESIS_TIMEOUT);

  afterAll(() => rmSync(homes, { recursive: true }));

  test("gives the same files in another folder, time zone, language, home and umask, under tsx, without Terraform", () => {
    const [one, other] = outputs.map((files) => [...files.keys()]);
    expect(one).toContain("manifest.json");
    expect(other).toEqual(one);
  });

  test("gives the same bytes in each of them", () => {
    const [one, other] = outputs;
    const differing = [...(one ?? [])]
      .filter(([path, content]) => !other?.get(path)?.equals(content))
      .map(([path]) => path);
    expect(differing).toEqual([]);
  });

  test("names no folder of the machine", () => {
    const naming = [...(outputs[0] ?? [])].filter(
      ([, content]) => content.includes(tmpdir()) || content.includes(REPOSITORY_ROOT),
    );
    expect(naming.map(([path]) => path)).toEqual([]);
  });
});
