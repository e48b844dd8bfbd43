import { createHash } from "node:crypto";
import { SECRET } from "../../userdata/host";
import { type DebianRoot, until } from "./debian-root";
import { HOSTILE_PASSWORD, launchedHost, putSecret, setPassword } from "./lab-host";

const SECOND_PASSWORD = "second'Pass\\word\"7";
let host: DebianRoot;

beforeAll(async () => {
  host = launchedHost();
  await host.boot();
}, 400_000);
afterAll(async () => host?.remove());

describe("a host that boots from its user data", () => {
  it("continues its launch", async () => {
    host.inside(`mariadb -e "${setPassword(HOSTILE_PASSWORD).replace(/["\\$`]/g, "\\$&")}"`);
    await until("the launch is decided", 120, () => calls("aws").includes("--lifecycle-action-result"));
    console.log(
      host.inside(
        "journalctl --no-pager -t tierra-host -t tierra-app -t tierra-credentials -t lab-aws -o short | tail -60; systemctl --failed",
      ).output,
    );
  });
  it("x", () => {
    for (const p of ["", "visits", "fingerprints", "confinement"])
      console.log(host.inside(`curl -sS -m 10 http://127.0.0.1:5000/${p}`).output);
    console.log(createHash("sha256").update(HOSTILE_PASSWORD).digest("hex"), SECRET.host, SECOND_PASSWORD, putSecret);
  });
});

function calls(tool: string): string {
  return host.inside(`journalctl --no-pager -o cat -t lab-${tool}`).output;
}
