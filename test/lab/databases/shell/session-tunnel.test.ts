import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SessionTunnel } from "../../../../tools/database-shell/tunnel/session-tunnel";
import { isRunning } from "../../../../tools/shared/is-running";
import { eventually } from "../../../helpers/eventually";
import { type PluginMode, writePrograms } from "./programs";

const folder = mkdtempSync(join(tmpdir(), "tunnel-"));
const { PATH } = process.env;
const PROPS = { instanceId: "i-00000001", region: "eu-west-1", host: "db.example", port: 3306 };

beforeAll(() => writePrograms(folder, ["aws", "session-manager-plugin"]));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.env.PATH = PATH;
});

const log = () => readFileSync(join(folder, "log"), "utf8");
const pluginPid = () => Number(/plugin (\d+)\n(?!.*plugin \d)/s.exec(log())?.[1]);
const pluginEnded = () => eventually(() => (isRunning(pluginPid()) ? undefined : true), "the end of the plugin");

function open(plugin: PluginMode, props: Partial<Parameters<typeof SessionTunnel.open>[0]> = {}) {
  rmSync(join(folder, "log"), { force: true });
  Object.assign(process.env, {
    PATH: `${folder}${delimiter}${PATH}`,
    PLUGIN: plugin,
    PROGRAM_LOG: join(folder, "log"),
    FORWARD_TO: "1",
  });
  return SessionTunnel.open({ ...PROPS, ...props });
}

describe("SessionTunnel", () => {
  it("opens a port that the plugin chooses, and ends both programs", async () => {
    const { tunnel, port } = await open("forwards");
    expect(port).toBeGreaterThan(1024);
    await tunnel.end();
    expect(log()).toContain("plugin ended the session");
    await pluginEnded();
    await tunnel.ended;
  });

  it("ends a plugin that ignores SIGINT", async () => {
    const { tunnel } = await open("stubborn", { endMs: 300 });
    await tunnel.end();
    expect(log()).not.toContain("plugin ended the session");
    await pluginEnded();
  });

  it("waits a limited time for the port, and ends both programs", async () => {
    await expect(open("silent", { openMs: 1000 })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^the instance i-00000001 must open a session, got no port within 1 s; check /),
    });
    await pluginEnded();
  });

  it("knows that it has ended", async () => {
    const { tunnel } = await open("forwards");
    process.kill(pluginPid(), "SIGKILL");
    await tunnel.ended;
    // Nothing is left to end.
    await tunnel.end();
  });

  it("needs the AWS CLI", async () => {
    process.env.PATH = "/nowhere";
    await expect(SessionTunnel.open(PROPS)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^aws must be on PATH, got none; see https:/),
    });
  });
});
