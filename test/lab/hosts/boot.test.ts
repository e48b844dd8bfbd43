import { createHash } from "node:crypto";
import { itNeeding, present } from "../../userdata/needs";
import { becomes, type DebianRoot } from "./debian-root";
import { HOSTILE_PASSWORD, launchedHost, putSecret, rotate } from "./lab-host";

const TOOLS = ["debootstrap", "chroot", "unshare", "nsenter", "ip", "root"];
const SECOND_PASSWORD = `second'Pass\\word"7 %n`;
let host: DebianRoot;

beforeAll(async () => {
  if (!TOOLS.every(present)) {
    return;
  }
  host = launchedHost();
  await host.boot();
  await becomes("the decision on the launch", () => calls("aws").includes("--lifecycle-action-result"));
}, 580_000);
afterAll(async () => host?.remove());

describe("a host that boots from its user data", () => {
  itOnHost("completes its launch once", () => {
    expect(calls("aws").match(/complete-lifecycle-action.*/g)).toEqual([
      "complete-lifecycle-action --auto-scaling-group-name project-x-test-flask --lifecycle-hook-name" +
        " project-x-test-launching --instance-id i-0123456789abcdef0 --lifecycle-action-result CONTINUE",
    ]);
    expect(host.inside("systemctl --failed --quiet").output).toBe("");
  });

  itOnHost("mounts the file system with TLS, IAM and the access point", () => {
    expect(calls("mount.efs")).toMatch(
      /^fs-0123456789abcdef0:\/ \/srv\/shared .*noresvport,tls,iam,accesspoint=fsap-0123456789abcdef0/,
    );
  });

  itOnHost("passes every secret to the application unchanged, through systemd's parser", () => {
    const { DATABASE_PASSWORD, MYSQL_ROOT_PASSWORD } = JSON.parse(get("fingerprints"));
    expect(DATABASE_PASSWORD).toBe(createHash("sha256").update(HOSTILE_PASSWORD).digest("hex"));
    expect(MYSQL_ROOT_PASSWORD).toBe(DATABASE_PASSWORD);
  });

  itOnHost("reaches a database that refuses connections without TLS", () => {
    expect(JSON.parse(get("visits"))).toEqual({ count: 1, cipher: expect.stringMatching(/^TLS_/) });
  });

  itOnHost("does not trust a database with a certificate of another authority", () => {
    const section = "/etc/my.cnf.d/tierra-tls.cnf";
    const before = host.read(section);
    host.write(section, before.replace(/ssl-ca=.*/, "ssl-ca=/etc/ssl/certs/ca-certificates.crt"));
    expect(get("visits")).toContain("500 Internal Server Error");
    host.write(section, before);
  });

  itOnHost("restricts the application to its user and the shared file system, without the metadata service", () => {
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

  itOnHost("answers again within the first or second run of its timer after a rotation", async () => {
    const before = unitJournal("tierra-credentials").length;
    rotate(host, SECOND_PASSWORD, "version-2");
    expect(get("visits")).toContain("500 Internal Server Error");
    await becomes("the application with the new password", () => get("visits").includes("cipher"));
    // The timer runs once per minute. The first run may read the secret just before the rotation.
    const [untilRestart = ""] = unitJournal("tierra-credentials").slice(before).split("restarting the service");
    expect(untilRestart.match(/^Starting /gm)?.length).toBeLessThanOrEqual(2);
    expect(host.inside("systemctl show -P TimersCalendar tierra-credentials.timer").output).toContain("*-*-* *:*:00");
    const log = journal("tierra-credentials");
    expect(log.match(/restarting the service/g)).toHaveLength(1);
    // A failed first reading would be hidden by a successful second one.
    expect(log).not.toContain("error");
    expect(host.inside("systemctl show -P NRestarts tierra-app").output).toBe("0");
  });

  itOnHost("continues with its credentials when a new secret is invalid, and logs the missing key", () => {
    host.write("/lab/secret.json", JSON.stringify({ VersionId: "version-3", SecretString: '{"host":"x"}' }));
    expect(host.inside("systemctl start tierra-credentials.service").status).not.toBe(0);
    expect(journal("tierra-credentials")).toContain("error: secret must have the key secret_key, got host");
    expect(get("visits")).toContain("cipher");
    putSecret(host, SECOND_PASSWORD, "version-2");
  });

  itOnHost("restarts after a crash with its last credentials while Secrets Manager is unavailable", async () => {
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

  itOnHost("abandons a launch when the unit exceeds its time limit", async () => {
    // Long enough for a busy machine to reach the hook's name. Before that, a script cannot abandon its launch.
    host.write("/etc/systemd/system/tierra-host.service.d/impatient.conf", "[Service]\nTimeoutStartSec=30\n");
    host.write("/usr/local/bin/dnf", "#!/bin/bash\nsleep 120\n", 0o755);
    expect(host.inside("systemctl daemon-reload && systemctl start tierra-host.service").status).not.toBe(0);
    expect(host.inside("systemctl show -P Result tierra-host").output).toBe("timeout");
    await becomes("the answer in the journal", () => calls("aws").includes("--lifecycle-action-result ABANDON"));
    expect(get("")).toBe("news");
  });

  itOnHost("has no secret in its journal", () => {
    const everything = host.inside("journalctl --no-pager -o cat").output;
    for (const secret of ["second'Pass", 'c"d$e', "signing-Secret", "news-Secret", "session-token"]) {
      expect(everything).not.toContain(secret);
    }
  });

  itOnHost("serves again after a power failure, without its boot script", async () => {
    await host.halt();
    await host.boot();
    await becomes("the application's answer", () => get("visits").includes("cipher"));
    expect(journal("tierra-host")).toBe("");
  });
});

/** Prints the journal of the host when a test fails, because the host is removed afterwards. */
function itOnHost(name: string, test: () => unknown): void {
  const logged = async () => {
    try {
      await test();
    } catch (error) {
      console.error(host?.inside("journalctl --no-pager -q -n 80; systemctl list-timers --no-pager").output);
      throw error;
    }
  };
  itNeeding(TOOLS, name, logged);
}

function get(path: string): string {
  return host.inside(`curl -sS -m 10 http://127.0.0.1:5000/${path}`).output;
}

function journal(identifier: string): string {
  return host.inside(`journalctl --no-pager -q -o cat -t ${identifier}`).output;
}

/** The journal of a unit, with the messages of systemd about it. */
function unitJournal(unit: string): string {
  return host.inside(`journalctl --no-pager -q -o cat -u ${unit}.service`).output;
}

function calls(tool: string): string {
  return journal(`lab-${tool}`);
}
