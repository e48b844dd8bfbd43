import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MotoServer } from "../../../tools/emulator/moto";
import { eventually } from "../../helpers/eventually";

describe("MotoServer", () => {
  let folder: string;
  const log = () => undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "moto-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A program that replaces moto. */
  function command(script: string): string {
    const file = join(folder, "moto_server");
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it("lets the kernel choose the port and reads it from moto's log", async () => {
    const moto = await MotoServer.start({
      log,
      command: command(
        'echo "$@" "$MOTO_ACM_VALIDATION_WAIT" > "$0.args"; echo " * Running on http://127.0.0.1:4711" >&2; exec sleep 60',
      ),
    });
    expect(moto.url).toBe("http://127.0.0.1:4711");
    expect(readFileSync(join(folder, "moto_server.args"), "utf8")).toBe("-H 127.0.0.1 -p 0 0\n");
    await moto.stop();
    await moto.stop();
  });

  it("fails with the last line of moto's log if moto exits before it listens", async () => {
    const failing = command("echo 'no such option' >&2; exit 2");
    await expect(MotoServer.start({ log, command: failing })).rejects.toThrow(
      `${failing} must listen, got its end with 2; its last output is: no such option`,
    );
  });

  it("ends what does not listen in time", async () => {
    const hanging = command('echo $$ > "$0.pid"; exec sleep 60');
    await expect(MotoServer.start({ log, command: hanging, timeoutSeconds: 1 })).rejects.toThrow(
      `${hanging} must listen within 1 s, got no address; its last output is: nothing`,
    );
    const pid = Number(readFileSync(`${hanging}.pid`, { encoding: "utf8", flag: "a+" }));
    // Without a pid, it was ended before it began.
    await eventually(async () => pid === 0 || !isRunning(pid) || undefined, "the end of the process");
  });

  it.each([
    ["no such program", () => join(folder, "nowhere")],
    ["the stand-in of a version manager without it", () => command("exit 127")],
  ])("says how to install moto where there is %s", async (_, missing) => {
    await expect(MotoServer.start({ log, command: missing() })).rejects.toThrow(
      "must be on the PATH, got none; install it with: pipx install 'moto[server]'",
    );
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
