import { createHash } from "node:crypto";
import { itNeeding, present } from "../../userdata/needs";
import { becomes, type DebianRoot } from "./debian-root";
import { HOSTILE_PASSWORD, launchedHost, putSecret, rotate } from "./lab-host";

const TOOLS = ["debootstrap", "chroot", "unshare", "nsenter", "ip", "root"];
const SECOND_PASSWORD = `second'Pass\\word"7 %n`;
let host: DebianRoot;

beforeAll(async () => {
  if (!TOOLS.every(present)) return;
  host = launchedHost();
  await host.boot();
  await becomes("the decision on the launch", () => calls("aws").includes("--lifecycle-action-result"));
}, 580_000);
afterAll(async () => host?.remove());

describe("a host that boots from its user data", () => {
  itOnHost("continues its launch, once", () => {
    expect(calls("aws").match(/complete-lifecycle-action.*/g)).toEqual([
      "complete-lifecycle-action --auto-scaling-group-name project-x-test-flask --lifecycle-hook-name" +
        " project-x-test-launching --instance-id i-0123456789abcdef0 --lifecycle-action-result CONTINUE",
    ]);
    expect(host.inside("systemctl --failed --quiet").output).toBe("");
  });

  itOnHost("mounts the file system through the helper with TLS, IAM and the access point", () => {
    expect(calls("mount.efs")).toMatch(
      /^fs-0123456789abcdef0:\/ \/srv\/shared .*noresvport,tls,iam,accesspoint=fsap-0123456789abcdef0/,
    );
  });

  itOnHost("gives the application every secret unchanged, through systemd's own parser", () => {
    const { DATABASE_PASSWORD, MYSQL_ROOT_PASSWORD } = JSON.parse(get("fingerprints"));
    expect(DATABASE_PASSWORD).toBe(createHash("sha256").update(HOSTILE_PASSWORD).digest("hex"));
    expect(MYSQL_ROOT_PASSWORD).toBe(DATABASE_PASSWORD);
  });

  itOnHost("reaches a database that refuses connections without TLS", () => {
    expect(JSON.parse(get("visits"))).toEqual({ count: 1, cipher: expect.stringMatching(/^TLS_/) });
  });

  itOnHost("does not trust a database whose certificate another authority signed", () => {
    const section = "/etc/my.cnf.d/tierra-tls.cnf";
    const before = host.read(section);
    host.write(section, before.replace(/ssl-ca=.*/, "ssl-ca=/etc/ssl/certs/ca-certificates.crt"));
    expect(get("visits")).toContain("500 Internal Server Error");
    host.write(section, before);
  });

  itOnHost("confines the application to its user and the shared file system, away from the metadata service", () => {
    expect(JSON.parse(get("confinement"))).toEqual({
      uid: 1500,
      shared: true,
      code: false,
      etc: false,
      metadata: false,
    });
    expect(host.inside("curl -sS -m 5 -o /dev/null -w '%{http_code}' http://169.254.169.254/").output).toBe("401");
  });

  itOnHost("publishes that the database answers", () => {
    expect(host.inside("systemctl start tierra-health.service").status).toBe(0);
    expect(calls("aws")).toMatch(/put-metric-data .*--metric-name DeepHealth .*--value 1$/m);
  });

  itOnHost("answers again at the first or second run of its timer after its password has changed", async () => {
    const before = unitJournal("tierra-credentials").length;
    rotate(host, SECOND_PASSWORD, "version-2");
    expect(get("visits")).toContain("500 Internal Server Error");
    await becomes("the application with the new password", () => get("visits").includes("cipher"));
    // One run may have read the secret just before it changed. The timer runs once a minute.
    const [untilRestart = ""] = unitJournal("tierra-credentials").slice(before).split("restarting the service");
    expect(untilRestart.match(/^Starting /gm)?.length).toBeLessThanOrEqual(2);
    expect(host.inside("systemctl show -P TimersCalendar tierra-credentials.timer").output).toContain("*-*-* *:*:00");
    const said = journal("tierra-credentials");
    expect(said.match(/restarting the service/g)).toHaveLength(1);
    // Were the first reading to fail, the second would hide it.
    expect(said).not.toContain("error");
    expect(host.inside("systemctl show -P NRestarts tierra-app").output).toBe("0");
  });

  itOnHost("keeps serving when a rotated secret is unusable, and says which key is missing", () => {
    host.write("/lab/secret.json", JSON.stringify({ VersionId: "version-3", SecretString: '{"host":"x"}' }));
    expect(host.inside("systemctl start tierra-credentials.service").status).not.toBe(0);
    expect(journal("tierra-credentials")).toContain("error: secret must have the key secret_key, got host");
    expect(get("visits")).toContain("cipher");
    putSecret(host, SECOND_PASSWORD, "version-2");
  });

  itOnHost("comes back from a crash while Secrets Manager is away, with the credentials that it had", async () => {
    host.write("/lab/secrets-manager-is-down", "");
    host.inside("kill -9 $(systemctl show -P MainPID tierra-app)");
    await becomes("gunicorn's return", () => get("visits").includes("cipher"));
    host.inside("rm /lab/secrets-manager-is-down");
  });

  itOnHost("changes nothing when the boot script runs again", () => {
    const process = host.inside("systemctl show -P MainPID tierra-app").output;
    const pips = calls("pip");
    expect(host.inside("systemctl start tierra-host.service").status).toBe(0);
    expect(host.inside("systemctl show -P MainPID tierra-app").output).toBe(process);
    expect(calls("pip")).toBe(pips);
  });

  itOnHost("abandons a launch whose unit runs out of time", async () => {
    host.write("/etc/systemd/system/tierra-host.service.d/impatient.conf", "[Service]\nTimeoutStartSec=8\n");
    host.write("/usr/local/bin/dnf", "#!/bin/bash\nsleep 120\n", 0o755);
    expect(host.inside("systemctl daemon-reload && systemctl start tierra-host.service").status).not.toBe(0);
    expect(host.inside("systemctl show -P Result tierra-host").output).toBe("timeout");
    await becomes("the answer in the journal", () => calls("aws").includes("--lifecycle-action-result ABANDON"));
    expect(get("")).toBe("news");
  });

  itOnHost("says no secret in its journal", () => {
    const everything = host.inside("journalctl --no-pager -o cat").output;
    for (const secret of ["second'Pass", 'c"d$e', "signing-Secret", "news-Secret", "session-token"]) {
      expect(everything).not.toContain(secret);
    }
  });

  itOnHost("serves again after a power cut, without its boot script", async () => {
    await host.halt();
    await host.boot();
    await becomes("the application's answer", () => get("visits").includes("cipher"));
    expect(journal("tierra-host")).toBe("");
  });
});

/** A failing test shows what the host had to say, for afterwards it is gone. */
function itOnHost(name: string, test: () => unknown): void {
  const told = async () => {
    try {
      await test();
    } catch (error) {
      console.error(host?.inside("journalctl --no-pager -q -n 80; systemctl list-timers --no-pager").output);
      throw error;
    }
  };
  itNeeding(TOOLS, name, told);
}

function get(path: string): string {
  return host.inside(`curl -sS -m 10 http://127.0.0.1:5000/${path}`).output;
}

function journal(identifier: string): string {
  return host.inside(`journalctl --no-pager -q -o cat -t ${identifier}`).output;
}

/** What a unit said, and what systemd said of it. */
function unitJournal(unit: string): string {
  return host.inside(`journalctl --no-pager -q -o cat -u ${unit}.service`).output;
}

function calls(tool: string): string {
  return journal(`lab-${tool}`);
}
