import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SourceWatcher } from "../../../tools/start/source-watcher";
import { eventually } from "../../helpers/eventually";
import { temporaryFolder } from "../../helpers/temporary-folder";

describe("SourceWatcher", () => {
  const folder = temporaryFolder();
  const file = (name: string) => join(folder, name);
  const errors: Error[] = [];
  let calls = 0;
  let watcher: SourceWatcher;

  beforeAll(() => {
    mkdirSync(file("lambdas/items"), { recursive: true });
    writeFileSync(file("lambdas/items/core.ts"), "1");
    watcher = new SourceWatcher({
      root: folder,
      names: ["lambdas", "config", "main.ts"],
      onChange: () => calls++,
      onError: (error) => errors.push(error),
      quietMs: 30,
    });
  });
  afterAll(() => watcher.close());

  /** Waits for the call that a change leads to. */
  async function calledAfter(change: () => void): Promise<void> {
    const before = calls;
    change();
    await eventually(() => calls > before || undefined, "the call");
  }

  it("reports a file that is written in place", () =>
    calledAfter(() => writeFileSync(file("lambdas/items/core.ts"), "22")));

  it("reports a file that an editor replaces", () =>
    calledAfter(() => {
      writeFileSync(file("lambdas/items/.core.ts.new"), "333");
      renameSync(file("lambdas/items/.core.ts.new"), file("lambdas/items/core.ts"));
    }));

  it("reports a file in a new folder, also a later change of it", async () => {
    await calledAfter(() => {
      mkdirSync(file("lambdas/items/new"));
      writeFileSync(file("lambdas/items/new/a.ts"), "1");
    });
    await calledAfter(() => writeFileSync(file("lambdas/items/new/a.ts"), "22"));
  });

  it("reports a removed folder", () => calledAfter(() => rmSync(file("lambdas/items/new"), { recursive: true })));

  it("reports a file and a folder that did not exist, and nothing else beside them", async () => {
    await calledAfter(() => writeFileSync(file("main.ts"), "1"));
    await calledAfter(() => mkdirSync(file("config")) ?? writeFileSync(file("config/dev.ts"), "1"));
    const before = calls;
    mkdirSync(file("cdktf.out"));
    writeFileSync(file("cdktf.out/manifest.json"), "1");
    await calledAfter(() => writeFileSync(file("config/dev.ts"), "22"));
    expect(calls).toBe(before + 1);
  });

  it("reports many changes once, and no files of editors", async () => {
    const before = calls;
    for (let count = 0; count < 50; count++) {
      writeFileSync(file(`lambdas/items/.core.ts.swp`), `${count}`);
      writeFileSync(file(`lambdas/core.ts~`), `${count}`);
    }
    // The next change follows all others.
    await calledAfter(() => {
      for (let count = 0; count < 50; count++) {
        writeFileSync(file(`lambdas/items/many-${count}.ts`), "");
      }
    });
    expect(calls).toBe(before + 1);
    expect(errors).toEqual([]);
  });
});
