import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exclusive } from "../../../tools/shared/exclusive";
import { runProgram } from "../../../tools/shared/program";
import { temporaryFolder } from "../../helpers/temporary-folder";

describe("exclusive", () => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
  });

  function lockFile(): string {
    return join(folder, readdirSync(folder)[0] ?? "none");
  }

  it("refuses the same work while it runs, and not other work", async () => {
    await exclusive(
      "the work",
      async () => {
        await expect(exclusive("the work", async () => "second", folder)).rejects.toThrow(
          `the work must not run twice at the same time, got process ${process.pid}; wait until it ends`,
        );
        expect(await exclusive("other work", async () => "other", folder)).toBe("other");
      },
      folder,
    );
    expect(await exclusive("the work", async () => "third", folder)).toBe("third");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("releases the lock when the work fails", async () => {
    const failing = exclusive("the work", () => Promise.reject(new Error("broken")), folder);
    await expect(failing).rejects.toThrow("broken");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["a killed process", "an empty lock", "text"])("takes over the lock of %s", async (kind) => {
    const { stdout } = await runProgram(process.execPath, ["-e", "console.log(process.pid)"]);
    const content = { "a killed process": stdout, "an empty lock": "", text: "text" }[kind] ?? "";
    await exclusive("the work", async () => writeFileSync(lockFile(), content), folder).catch(() => undefined);
    await exclusive(
      "the work",
      async () => {
        writeFileSync(lockFile(), content);
        expect(await exclusive("the work", async () => "second", folder)).toBe("second");
      },
      folder,
    );
  });
});
