import { healthyHost, PARAMETERS } from "./host";
import { itNeeding } from "./needs";
import type { Run, Sandbox } from "./sandbox";

const boot = "flask-host.sh";
const ANSWER = "aws autoscaling complete-lifecycle-action";
let host: Sandbox;

describe("flask-host.sh on a healthy host", () => {
  let run: Run;

  beforeAll(async () => {
    host = healthyHost();
    run = await host.run(boot);
  });
  afterAll(() => host.remove());

  it("completes the launch exactly once", () => {
    expect(run.output).toContain("launch of i-0123456789abcdef0: CONTINUE");
    expect(run.status).toBe(0);
    expect(answers()).toEqual([
      `${ANSWER} --auto-scaling-group-name project-x-test-flask --lifecycle-hook-name project-x-test-launching` +
        " --instance-id i-0123456789abcdef0 --lifecycle-action-result CONTINUE",
    ]);
  });

  it("runs its steps in order", () => {
    const order = [
      "dnf install",
      "agent-ctl",
      "useradd",
      "mount ",
      "pip install",
      "enable --now tierra-app",
      "127.0.0.1",
    ];
    const positions = order.map((part) => host.calls().findIndex((call) => call.includes(part)));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).not.toContain(-1);
  });

  it("mounts the file system with TLS, IAM and the access point through fstab", () => {
    expect(host.read("etc/fstab")).toBe(
      "UUID=1 / xfs defaults 0 0\n" +
        "fs-0123456789abcdef0:/ /srv/shared efs _netdev,nofail,noresvport,tls,iam,accesspoint=fsap-0123456789abcdef0 0 0\n",
    );
  });

  it("fetches one commit and makes its release the current one", () => {
    const commit = "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455";
    expect(host.calls("git")).toEqual([
      expect.stringContaining("init --quiet"),
      expect.stringMatching(`fetch --quiet --depth 1 --no-tags https://example.com/owner/newsread.git ${commit}$`),
      expect.stringMatching(`checkout --quiet --detach ${commit}$`),
    ]);
    expect(host.has("opt/tierra/current/venv/bin/gunicorn")).toBe(true);
  });

  it("installs the packages of the application and the driver of the deep health check from the index", () => {
    expect(host.calls("pip")).toEqual([
      expect.stringMatching(/^pip install --no-cache-dir --no-input --quiet -r \S+\/source\/requirements.txt$/),
      "pip install --no-cache-dir --no-input --quiet PyMySQL==1.1.1",
    ]);
  });

  it("configures the certificate authority of the database for MySQL clients", () => {
    expect(host.calls("curl").filter((call) => call.includes("truststore"))).toEqual([
      expect.stringContaining("https://truststore.pki.rds.amazonaws.com/eu-west-1/eu-west-1-bundle.pem"),
    ]);
    expect(host.read("etc/my.cnf.d/tierra-tls.cnf")).toBe(
      "[client]\nssl-ca=/etc/pki/tierra/rds-ca.pem\nssl-verify-server-cert\n",
    );
  });

  it("ships the journal's copy to the log group", () => {
    const { logs } = JSON.parse(host.read("etc/tierra/cloudwatch-agent.json"));
    expect(logs.logs_collected.files.collect_list[0]).toEqual({
      file_path: "/var/log/messages",
      log_group_name: "/project-x/test/flask",
      log_stream_name: "{instance_id}/messages",
    });
  });

  it("has neither a secret nor the metadata token in arguments or output", () => {
    expect(`${run.output}${host.calls().join("\n")}`).not.toMatch(/Secret-/);
  });
});

describe("flask-host.sh", () => {
  beforeEach(() => {
    host = healthyHost();
  });
  afterEach(() => host.remove());

  itNeeding(["bash"], "changes nothing in a second run", async () => {
    await host.run(boot);
    const before = [
      host.read("etc/fstab"),
      host.calls("git").length,
      host.calls("pip").length,
      host.calls("mount ").length,
    ];
    host.fake("getent");
    host.fake(
      "aws",
      "echo 'An error occurred (ValidationError): No active Lifecycle Action found with instance ID' >&2; exit 254",
    );
    const again = await host.run(boot);
    expect(again.status).toBe(0);
    expect(again.output).toContain("has no active lifecycle action");
    expect([
      host.read("etc/fstab"),
      host.calls("git").length,
      host.calls("pip").length,
      host.calls("mount ").length,
    ]).toEqual(before);
    expect(host.calls("useradd")).toHaveLength(1);
  });

  itNeeding(["bash"], "replaces the line of another file system instead of adding a second", async () => {
    host.write("root/etc/fstab", "fs-old:/ /srv/shared efs _netdev 0 0\n");
    await host.run(boot);
    expect(host.read("etc/fstab").trim().split("\n")).toEqual([expect.stringContaining("fs-0123456789abcdef0:/")]);
  });

  itNeeding(["python3", "tar"], "installs the application from a version of an S3 object", async () => {
    await host.remove();
    const source = { s3: { bucket: "releases", key: "app/news.tar.gz", versionId: "v1.abc" } };
    host = healthyHost({ ...PARAMETERS, source });
    host.fake("tar", 'touch "$4/run.py" "$4/requirements.txt"');
    host.write("archive", "");
    expect((await host.run(boot)).output).toContain("CONTINUE");
    expect(host.calls("aws s3api")).toEqual([
      expect.stringMatching(/^aws s3api get-object --bucket releases --key app\/news.tar.gz --version-id=v1.abc /),
    ]);
    expect(host.calls("git")).toEqual([]);
  });

  itNeeding(["python3", "tar", "sha256sum"], "installs a version whose id is no folder name", async () => {
    await host.remove();
    const versionId = "-../../etc/a=b=";
    host = healthyHost({ ...PARAMETERS, source: { s3: { bucket: "releases", key: "app.tgz", versionId } } });
    host.fake("tar", 'touch "$4/run.py" "$4/requirements.txt"');
    host.write("archive", "");
    expect((await host.run(boot)).output).toContain("CONTINUE");
    expect(host.calls("aws s3api")).toEqual([expect.stringContaining(` --version-id=${versionId} `)]);
    expect(host.calls("ln ").join("\n")).not.toContain("..");
  });

  itNeeding(["python3"], "needs neither index nor truststore for a source with wheels/ and rds-ca.pem", async () => {
    host.fake(
      "git",
      `case "$*" in
  *init*) mkdir -p "\${@: -1}" ;;
  *checkout*) touch "$2/run.py" "$2/requirements.txt"; mkdir "$2/wheels"; echo "-----BEGIN CERTIFICATE----- own" >"$2/rds-ca.pem" ;;
esac`,
    );
    expect((await host.run(boot)).output).toContain("CONTINUE");
    const pips = host.calls("pip");
    expect(pips).toHaveLength(2);
    for (const pip of pips) {
      expect(pip).toMatch(/--no-index --find-links \S+\/source\/wheels /);
    }
    expect(host.calls("curl").filter((call) => call.includes("truststore"))).toEqual([]);
    expect(host.read("etc/pki/tierra/rds-ca.pem")).toBe("-----BEGIN CERTIFICATE----- own\n");
  });

  itNeeding(["python3"], "refuses a truststore without certificates, and keeps the current one", async () => {
    await host.run(boot);
    const before = host.read("etc/pki/tierra/rds-ca.pem");
    host.write("root/opt/tierra/current/source/rds-ca.pem", "<html>");
    const run = await host.run(boot);
    expect(run.output).toContain("error: rds-ca.pem of the source must hold certificates, got none");
    expect(host.calls(ANSWER).at(-1)).toContain("ABANDON");
    expect(host.read("etc/pki/tierra/rds-ca.pem")).toBe(before);
  });

  for (const [name, left, message] of [
    [
      "only its region",
      ["TIERRA_REGION"],
      "host.env must have a value for TIERRA_AUTO_SCALING_GROUP, TIERRA_LIFECYCLE_HOOK",
    ],
    ["an empty environment file", [], "host.env must have a value for TIERRA_REGION, got none"],
  ] as const) {
    itNeeding(["bash"], `refuses ${name} with one line`, async () => {
      host.write("root/etc/tierra/host.env", left.map((key) => `${key}=eu-west-1\n`).join(""));
      const run = await host.run(boot);
      expect(run.output.trim().split("\n")).toEqual([expect.stringContaining(`error: ${message}`)]);
      expect(run.status).toBe(1);
    });
  }

  itNeeding(["bash"], "reads the last line of the environment file without a line feed", async () => {
    host.write("root/etc/tierra/host.env", "TIERRA_REGION=eu-west-1");
    const run = await host.run(boot);
    expect(run.output).toContain("error: host.env must have a value for TIERRA_AUTO_SCALING_GROUP");
  });

  itNeeding(["bash"], "refuses an environment file with other variables", async () => {
    host.write("root/etc/tierra/host.env", "PATH=/tmp\n");
    const run = await host.run(boot);
    expect(run.output).toBe('error: host.env must hold TIERRA_NAME=value lines only, got "PATH"\n');
    expect(run.status).toBe(1);
  });
});

function answers(): string[] {
  return host.calls(ANSWER);
}
