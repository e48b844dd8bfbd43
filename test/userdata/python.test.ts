import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PATIENCE_MS } from "../helpers/eventually";
import { SECRET } from "./host";
import { itNeeding } from "./needs";
import { realPython } from "./sandbox";

const USERDATA = resolve(__dirname, "..", "..", "userdata");
/** A fake driver that records its arguments, and answers or fails as the test requires. */
const DRIVER = `
import json, os
class MySQLError(Exception): pass
class OperationalError(MySQLError): pass
class Connection:
    def __init__(self, *args, **kwargs):
        with open(os.environ["ASKED"], "w") as file: json.dump(kwargs, file)
        if os.environ.get("REFUSE"): raise OperationalError(int(os.environ["REFUSE"]), "password was " + str(kwargs.get("password")))
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def cursor(self): return self
    def execute(self, sql): pass
    def fetchone(self): return (1,)
`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tierra-python-"));
  mkdirSync(join(folder, "pymysql"));
  writeFileSync(
    join(folder, "pymysql/__init__.py"),
    "from .connections import *\ndef connect(**kwargs): return Connection(**kwargs)\n",
  );
  writeFileSync(join(folder, "pymysql/connections.py"), DRIVER);
  writeFileSync(join(folder, "aws"), '#!/bin/bash\nenv >"$PUBLISHED.env"\nprintf "%s\\n" "$*" >"$PUBLISHED"\n', {
    mode: 0o755,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("deep-health.py", () => {
  const check = (environment: Record<string, string> = {}) => python([join(USERDATA, "deep-health.py")], environment);

  itNeeding(["python3"], "publishes 1 when the database answers with the application's credentials over TLS", () => {
    expect(check()).toEqual({ status: 0, output: "" });
    expect(read("published").trim()).toBe(
      "cloudwatch put-metric-data --region eu-west-1 --namespace project-x/test/flask --metric-name DeepHealth" +
        " --dimensions AutoScalingGroupName=project-x-test-flask --value 1",
    );
    expect(JSON.parse(read("asked"))).toMatchObject({
      host: SECRET.host,
      port: 3306,
      user: SECRET.username,
      password: SECRET.password,
      database: SECRET.dbname,
      connect_timeout: 5,
      ssl: { ca: "/etc/pki/tierra/rds-ca.pem" },
    });
  });

  itNeeding(["python3"], "publishes 0 and prints only the error number when the database refuses", () => {
    const run = check({ REFUSE: "1045" });
    expect(run).toEqual({ status: 0, output: "database unreachable: OperationalError (1045)\n" });
    expect(read("published").trim()).toMatch(/ --value 0$/);
  });

  itNeeding(["python3"], "passes no secret to the AWS CLI", () => {
    check();
    expect(read("published.env")).toContain("MYSQL_HOST=");
    expect(read("published.env")).not.toMatch(/Secret-\d/);
  });

  itNeeding(["python3"], "fails when the metric cannot be published", () => {
    writeFileSync(join(folder, "aws"), "#!/bin/bash\nexit 254\n");
    expect(check()).toEqual({
      status: 1,
      output: "error: DeepHealth=1 could not be published (CalledProcessError)\n",
    });
  });
});

describe("mysql_tls.py", () => {
  const connect = (call: string, before = "") =>
    python(["-c", `import mysql_tls\n${before}\nmysql_tls.install()\nmysql_tls.install()\nimport pymysql\n${call}`]);
  const asked = () => JSON.parse(read("asked"));

  itNeeding(["python3"], "adds the host's client section to a connection without TLS arguments", () => {
    expect(connect('pymysql.connect(host="db")')).toEqual({ status: 0, output: "" });
    expect(asked()).toEqual({ host: "db", read_default_file: "/etc/my.cnf.d/tierra-tls.cnf" });
  });

  itNeeding(["python3"], "changes a driver that was imported before", () => {
    connect('pymysql.connect(host="db")', "import pymysql");
    expect(asked().read_default_file).toBe("/etc/my.cnf.d/tierra-tls.cnf");
  });

  itNeeding(["python3"], "does not change connections with TLS arguments", () => {
    connect('pymysql.connect(host="db", ssl={"ca": "mine"})');
    expect(asked()).toEqual({ host: "db", ssl: { ca: "mine" } });
    connect('pymysql.connect(host="db", read_default_file="mine")');
    expect(asked()).toEqual({ host: "db", read_default_file: "mine" });
  });

  itNeeding(["python3"], "changes PyMySQL also under the name that NewsRead uses", () => {
    connect(
      'import sys; sys.modules["MySQLdb"] = pymysql\nimport MySQLdb.connections\nMySQLdb.connections.Connection(host="db")',
    );
    expect(asked().read_default_file).toBe("/etc/my.cnf.d/tierra-tls.cnf");
  });
});

function python(args: readonly string[], environment: Record<string, string> = {}) {
  const run = spawnSync(realPython(), args, {
    encoding: "utf8",
    timeout: PATIENCE_MS,
    env: {
      ...process.env,
      PATH: `${folder}:/usr/bin:/bin`,
      PYTHONPATH: `${folder}:${USERDATA}`,
      PYTHONDONTWRITEBYTECODE: "1",
      ASKED: join(folder, "asked"),
      PUBLISHED: join(folder, "published"),
      TIERRA_REGION: "eu-west-1",
      TIERRA_METRIC_NAMESPACE: "project-x/test/flask",
      TIERRA_AUTO_SCALING_GROUP: "project-x-test-flask",
      MYSQL_HOST: SECRET.host,
      MYSQL_PORT: String(SECRET.port),
      MYSQL_USER: SECRET.username,
      MYSQL_DB: SECRET.dbname,
      DATABASE_PASSWORD: SECRET.password,
      MYSQL_ROOT_PASSWORD: SECRET.password,
      SECRET_KEY: SECRET.secret_key,
      API_KEY: SECRET.api_key,
      ...environment,
    },
  });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}
