import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { eventually } from "../helpers/eventually";
import { freePort } from "../lab/free-port";
import { itNeeding } from "./needs";

const SERVER = join(__dirname, "../../userdata/zone-workload/server.py");
let running: ChildProcess | undefined;
afterEach(() => running?.kill());

describe("zone-workload/server.py", () => {
  itNeeding(["python3"], "answers with the name of its host, and reveals no versions", async () => {
    const port = await freePort();
    running = spawn("python3", [SERVER], {
      env: { ...process.env, TIERRA_WORKLOAD_PORT: String(port) },
      stdio: "ignore",
    });
    const answer = await eventually(
      () => fetch(`http://127.0.0.1:${port}/`).catch(() => undefined),
      "an answer of the server",
    );
    expect([answer.status, (await answer.text()).trim()]).toEqual([200, hostname()]);
    expect(answer.headers.get("server")?.trim()).toBe("tierra-zone-workload");
    expect((await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "x" })).status).toBe(501);
  });

  itNeeding(["python3"], "refuses a port that is none, in one line", () => {
    const { status, stderr } = spawnSync("python3", [SERVER], {
      env: { ...process.env, TIERRA_WORKLOAD_PORT: "http" },
    });
    expect([status, `${stderr}`]).toEqual([1, 'error: TIERRA_WORKLOAD_PORT must be a port, got "http"\n']);
  });
});
