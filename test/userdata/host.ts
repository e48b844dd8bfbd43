import { type FlaskHostParameters, flaskEnvironment } from "../../modules/hosts/flask/flask-user-data";
import { Sandbox } from "./sandbox";

export const PARAMETERS: FlaskHostParameters = {
  project: "project-x",
  environment: "test",
  region: "eu-west-1",
  autoScalingGroupName: "project-x-test-flask",
  lifecycleHookName: "project-x-test-launching",
  secretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:project-x/test/application-AbCdEf",
  fileSystemId: "fs-0123456789abcdef0",
  accessPointId: "fsap-0123456789abcdef0",
  posixUid: 1500,
  posixGid: 1500,
  logGroupName: "/project-x/test/flask",
  source: { git: { url: "https://example.com/owner/newsread.git", ref: "dcee308c9e85f4ec5cb6b37f1c25b66e948f2455" } },
};

export const SECRET = {
  engine: "mysql",
  host: "database.example.com",
  port: 3306,
  username: "newsread",
  password: "first-Secret-7",
  dbname: "newsreadb",
  masterarn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:project-x/test/master-AbCdEf",
  secret_key: "signing-Secret-8",
  api_key: "news-Secret-9",
};

/** A host on which every step succeeds. A test replaces the fake of a step that should fail. */
export function healthyHost(parameters: FlaskHostParameters = PARAMETERS): Sandbox {
  const host = new Sandbox();
  host.write("root/etc/tierra/host.env", flaskEnvironment(parameters));
  for (const name of ["dnf", "systemctl", "amazon-cloudwatch-agent-ctl", "groupadd", "useradd", "chown"]) {
    host.fake(name);
  }
  host.fake("getent", "exit 2");
  host.fake("mountpoint", '[[ -e "$STATE/mounted" ]]');
  host.fake("mount", 'touch "$STATE/mounted"');
  host.fake("curl", CURL);
  host.fake("git", GIT);
  host.fake("python3", PYTHON);
  host.fake("aws", AWS);
  putSecret(host, SECRET);
  return host;
}

/** Sets the current version of the application's secret. */
export function putSecret(host: Sandbox, secret: unknown, version = "version-1"): void {
  const text = typeof secret === "string" ? secret : JSON.stringify(secret);
  host.write("secret.json", JSON.stringify({ ARN: PARAMETERS.secretArn, VersionId: version, SecretString: text }));
}

/**
 * A program that never ends, and a `timeout` that ends this program when it has begun. It ends no other program, because a slow
 * program on a busy machine does not hang.
 */
export function hang(host: Sandbox, name: string): void {
  host.fake(name, 'touch "$STATE/hangs"; exec sleep infinity');
  host.fake("timeout", `shift 2; [[ $1 != ${name} ]] && exec "$@"; ${OVER_ONCE_BEGUN}`);
}

/** Exits as `timeout` does when it has ended its program. */
const OVER_ONCE_BEGUN = `"$@" <&0 &
until [[ -e $STATE/hangs ]]; do sleep 0.02; done
rm "$STATE/hangs"
kill $!
wait
exit 124`;

const CURL = `case "$*" in
  *api/token*) echo session-Secret-token ;;
  *instance-id*) cat >/dev/null; echo i-0123456789abcdef0 ;;
  *truststore*) while [[ $1 != -o ]]; do shift; done; echo "-----BEGIN CERTIFICATE-----" >"$2" ;;
esac`;

const GIT = `case "$*" in
  *init*) mkdir -p "\${@: -1}" ;;
  *checkout*) touch "$2/run.py" "$2/requirements.txt" ;;
esac`;

/** Virtual environments are fakes too. A real Python runs everything else. */
const PYTHON = `if [[ "$1 $2" == "-m venv" ]]; then
  mkdir -p "$3/bin"
  printf '#!/bin/bash\\nprintf "%%s\\\\n" "pip $*" >>"$CALLS"\\n[[ ! -e "$STATE/pip-fails" ]]\\n' >"$3/bin/pip"
  cp "$3/bin/pip" "$3/bin/gunicorn"
  chmod +x "$3/bin/"*
else
  exec "$REAL_PYTHON" "$@"
fi`;

const AWS = `case "$1 $2" in
  "secretsmanager get-secret-value") cat "$STATE/secret.json" ;;
  "s3api get-object") cp "$STATE/archive" "\${@: -1}" ;;
esac`;
