import { hang, healthyHost } from "./host";
import { itNeeding } from "./needs";
import type { Run, Sandbox } from "./sandbox";

const boot = "flask-host.sh";
const ANSWER = "aws autoscaling complete-lifecycle-action";
let host: Sandbox;

beforeEach(() => {
  host = healthyHost();
});
afterEach(() => host.remove());

describe("flask-host.sh abandons the launch, once, when", () => {
  const failing: ReadonlyArray<[string, string, (host: Sandbox) => void]> = [
    ["packages cannot be installed", "install packages", (h) => h.fake("dnf", "exit 1")],
    ["the log agent does not start", "ship logs", (h) => h.fake("amazon-cloudwatch-agent-ctl", "exit 1")],
    ["the user cannot be created", "create the service user", (h) => h.fake("useradd", "exit 9")],
    ["the file system does not mount", "mount the shared file system", (h) => h.fake("mount", "exit 32")],
    ["the commit does not exist", "install the application", (h) => h.fake("git", "[[ $* != *fetch* ]] || exit 128")],
    ["the source has no run.py", "install the application", (h) => h.fake("git", '[[ $1 != init ]] || mkdir -p "$3"')],
    ["pip fails", "install the application", (h) => h.write("pip-fails", "")],
    ["the service does not start", "start the services", (h) => h.fake("systemctl", "[[ $* != *tierra-app* ]]")],
  ];
  for (const [name, step, breaks] of failing) {
    itNeeding(["bash"], name, async () => {
      breaks(host);
      expectAbandoned(await host.run(boot), step);
    });
  }

  itNeeding(["bash"], "the application never answers", async () => {
    host.fake(
      "curl",
      `case "$*" in *127.0.0.1*) exit 7 ;; *token*) echo t ;; *-o*) echo "-----BEGIN CERTIFICATE-----" >"$5" ;; *) echo i-0123456789abcdef0 ;; esac`,
    );
    expectAbandoned(await host.run(boot), "");
    expect(host.calls("curl").filter((call) => call.includes("127.0.0.1"))).toHaveLength(3);
  });

  for (const tool of ["dnf", "mount", "git", "systemctl"]) {
    itNeeding(["bash"], `${tool} hangs`, async () => {
      hang(host, tool);
      expect((await host.run(boot)).status).toBe(124);
      expect(answers()).toEqual([expect.stringContaining("ABANDON")]);
    });
  }
});

describe("flask-host.sh without an answer from AWS", () => {
  itNeeding(
    ["bash"],
    "leaves the decision to the timeout of the lifecycle hook when the metadata service hangs",
    async () => {
      hang(host, "curl");
      const run = await host.run(boot);
      expect(run.status).not.toBe(0);
      expect(run.output).toContain("the timeout of the lifecycle hook decides the launch");
      expect(answers()).toEqual([]);
    },
  );

  itNeeding(["bash"], "fails when the launch cannot be completed", async () => {
    host.fake("aws", "echo AccessDenied >&2; exit 254");
    const run = await host.run(boot);
    expect(run.status).toBe(1);
    expect(run.output).toContain("CONTINUE could not be sent: AccessDenied");
  });
});

function answers(): string[] {
  return host.calls(ANSWER);
}

function expectAbandoned(run: Run, step: string): void {
  expect(run.output).toContain(`step "${step}`);
  expect(run.status).not.toBe(0);
  expect(answers()).toEqual([expect.stringMatching(/--lifecycle-action-result ABANDON$/)]);
}
