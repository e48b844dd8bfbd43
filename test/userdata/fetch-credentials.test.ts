import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnvironmentFile } from "./environment-file";
import { hang, healthyHost, putSecret, SECRET } from "./host";
import { itNeeding } from "./needs";
import type { Sandbox } from "./sandbox";

const HOSTILE: ReadonlyArray<readonly [string, string, string]> = [
  [`a:b c"d$e#f\\g'h%i`, "`id`$(id)$HOME", " lead and trail "],
  ["\\", '"', "%n%%"],
  ["#", "é✓😀", "two\nlines"],
];
const fetch = "fetch-credentials.sh";
let host: Sandbox;

beforeEach(() => {
  host = healthyHost();
});
afterEach(() => host.remove());

describe("fetch-credentials.sh", () => {
  itNeeding(["python3"], "writes NewsRead's variables, readable by the service user only", async () => {
    const run = await host.run(fetch);
    expect(run).toMatchObject({ status: 0, output: "" });
    expect(Object.fromEntries(variables())).toEqual({
      SECRET_KEY: SECRET.secret_key,
      API_KEY: SECRET.api_key,
      MYSQL_DB: SECRET.dbname,
      MYSQL_USER: SECRET.username,
      MYSQL_HOST: SECRET.host,
      MYSQL_PORT: "3306",
      DATABASE_PASSWORD: SECRET.password,
      MYSQL_ROOT_PASSWORD: SECRET.password,
    });
    expect(statSync(join(host.root, "run/tierra/app.env")).mode & 0o777).toBe(0o600);
    expect(host.calls("chown")).toEqual([expect.stringMatching(/^chown tierra: .*app\.env$/)]);
  });

  itNeeding(["python3"], "keeps passwords with special characters of a shell, systemd or JSON", async () => {
    for (const [password, secret_key, api_key] of HOSTILE) {
      putSecret(host, { ...SECRET, password, secret_key, api_key });
      expect((await host.run(fetch)).status).toBe(0);
      const found = variables();
      expect([found.get("DATABASE_PASSWORD"), found.get("SECRET_KEY"), found.get("API_KEY")]).toEqual([
        password,
        secret_key,
        api_key,
      ]);
    }
  });

  itNeeding(["python3"], "restarts the service once, after a new version", async () => {
    await host.run(fetch);
    await host.run(fetch);
    expect(host.calls("systemctl")).toEqual([]);
    putSecret(host, { ...SECRET, password: "second-Secret-7" }, "version-2");
    await host.run(fetch);
    await host.run(fetch);
    expect(host.calls("systemctl")).toEqual(["systemctl --no-block try-restart tierra-app.service"]);
    expect(variables().get("DATABASE_PASSWORD")).toBe("second-Secret-7");
  });

  itNeeding(["python3"], "repeats a failed restart a minute later", async () => {
    await host.run(fetch);
    putSecret(host, SECRET, "version-2");
    host.fake("systemctl", "exit 1");
    expect((await host.run(fetch)).status).not.toBe(0);
    host.fake("systemctl");
    expect((await host.run(fetch)).status).toBe(0);
    expect(host.calls("systemctl")).toHaveLength(2);
  });

  itNeeding(["python3"], "keeps the last credentials when Secrets Manager does not answer", async () => {
    await host.run(fetch);
    host.fake("aws", "echo 'ThrottlingException' >&2; exit 254");
    const run = await host.run(fetch);
    expect(run.status).toBe(1);
    expect(run.output).toContain("error: the secret could not be read: arn:aws:secretsmanager");
    expect(host.calls("aws")).toHaveLength(1 + 3);
    expect(variables().get("DATABASE_PASSWORD")).toBe(SECRET.password);
  });

  itNeeding(["bash"], "fails when Secrets Manager hangs", async () => {
    hang(host, "aws");
    const run = await host.run(fetch);
    expect(run.status).toBe(1);
    expect(run.output).toContain("error: the secret could not be read");
    expect(host.calls("aws")).toHaveLength(3);
  });

  itNeeding(["python3"], "has no secret in output, arguments or other files", async () => {
    const first = await host.run(fetch);
    putSecret(host, SECRET, "version-2");
    const second = await host.run(fetch);
    expect(`${first.output}${second.output}${host.calls().join("\n")}`).not.toMatch(/Secret-\d/);
    expect(readdirSync(join(host.root, "run/tierra")).sort()).toEqual(["app.env", "version"]);
  });

  describe("refuses with one error", () => {
    const without = (key: string) => Object.fromEntries(Object.entries(SECRET).filter(([name]) => name !== key));
    const cases: Array<[string, unknown, string]> = [
      ["a secret without a password", without("password"), "error: secret must have the key password, got api_key, "],
      ["a secret without a signing key", without("secret_key"), "error: secret must have the key secret_key, got "],
      ["an empty password", { ...SECRET, password: "" }, "error: secret's password must be text that is not empty"],
      ["a password that is a list", { ...SECRET, password: ["x"] }, "error: secret's password must be text that is"],
      [
        "what systemd would drop",
        { ...SECRET, password: "bell\u0007" },
        "error: secret's password must hold no control",
      ],
      ["what is not JSON", "user:first-Secret-7", "error: secret must be a JSON object, got something else"],
      ["JSON that is no object", '["first-Secret-7"]', "error: secret must be a JSON object, got something else"],
    ];
    for (const [name, secret, message] of cases) {
      itNeeding(["python3"], `${name}, and keeps the current credentials`, async () => {
        await host.run(fetch);
        const before = host.read("run/tierra/app.env");
        putSecret(host, secret, "version-2");
        const run = await host.run(fetch);
        expect(run.status).toBe(1);
        expect(run.output.trim().split("\n")).toEqual([expect.stringContaining(message)]);
        expect(run.output).not.toMatch(/Secret-\d/);
        expect(host.read("run/tierra/app.env")).toBe(before);
        expect(host.calls("systemctl")).toEqual([]);
      });
    }
  });
});

function variables(): Map<string, string> {
  return parseEnvironmentFile(host.read("run/tierra/app.env"));
}
