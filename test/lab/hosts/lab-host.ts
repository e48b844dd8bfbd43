import { resolve } from "node:path";
import { flaskUserData } from "../../../modules/hosts/flask/flask-user-data";
import { PARAMETERS, SECRET } from "../../userdata/host";
import { DebianRoot } from "./debian-root";
import { AMAZON_LINUX, CLOUD_INIT, METADATA_SERVICE } from "./stand-ins";

const FIXTURE = resolve(__dirname, "..", "..", "fixtures", "newsread");
/** A password with special characters of environment files, shells, SQL and JSON. */
export const HOSTILE_PASSWORD = `a:b c"d$e#f\\g'h%i`;

/** A Debian system in place of a new instance. Its first boot executes the rendered user data. */
export function launchedHost(): DebianRoot {
  const root = new DebianRoot();
  root.build();
  for (const [path, text] of Object.entries(AMAZON_LINUX)) {
    root.write(path, text, 0o755);
  }
  root.write("/etc/hosts", `127.0.0.1 localhost ${SECRET.host}\n`);
  root.write("/etc/fstab", "");
  addMetadataService(root);
  addDatabase(root);
  const ref = addRepository(root);
  putSecret(root, HOSTILE_PASSWORD, "version-1");
  for (const [path, text] of Object.entries(CLOUD_INIT)) {
    root.write(path, text);
  }
  const git = { url: "https://git.example.com/newsread.git", ref };
  root.write("/var/lib/cloud/seed/nocloud/user-data", flaskUserData({ ...PARAMETERS, source: { git }, workers: 2 }));
  return root;
}

export function putSecret(root: DebianRoot, password: string, version: string): void {
  const SecretString = JSON.stringify({ ...SECRET, password });
  root.write("/lab/secret.json", JSON.stringify({ VersionId: version, SecretString }));
}

/** Rotates the password like the rotation function: first in the database, then in the secret. The old one is invalid immediately. */
export function rotate(root: DebianRoot, password: string, version: string): void {
  root.write("/lab/rotate.sql", `ALTER USER '${SECRET.username}'@'%' IDENTIFIED BY ${sqlText(password)};\n`);
  const changed = root.inside("mariadb </lab/rotate.sql");
  if (changed.status !== 0) {
    throw new Error(changed.output);
  }
  putSecret(root, password, version);
}

function sqlText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

function addMetadataService(root: DebianRoot): void {
  root.write("/lab/metadata.py", METADATA_SERVICE);
  root.write("/etc/systemd/system/lab-metadata.service", "[Service]\nExecStart=/usr/bin/python3 /lab/metadata.py\n");
  enable(root, "lab-metadata.service");
}

/** MariaDB, configured like RDS: it requires TLS, and its certificate is from its own certificate authority. */
function addDatabase(root: DebianRoot): void {
  const openssl = (line: string) => root.prepare("bash", "-c", `cd /lab && openssl ${line} 2>/dev/null`);
  openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=lab-authority");
  openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=database");
  root.write("/lab/san", `subjectAltName=DNS:${SECRET.host}\n`);
  openssl("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem");
  root.prepare("chown", "mysql", "/lab/server.key");
  const { dbname, username } = SECRET;
  root.write(
    "/lab/init.sql",
    `CREATE DATABASE IF NOT EXISTS ${dbname};\n` +
      `CREATE USER IF NOT EXISTS '${username}'@'%' IDENTIFIED BY ${sqlText(HOSTILE_PASSWORD)};\n` +
      `GRANT ALL ON ${dbname}.* TO '${username}'@'%';\n`,
  );
  const options = "--require-secure-transport=ON --ssl-cert=/lab/server.pem --ssl-key=/lab/server.key";
  root.write(
    "/etc/systemd/system/lab-database.service",
    `[Service]\nType=notify\nUser=mysql\nRuntimeDirectory=mysqld\n` +
      `ExecStart=/usr/sbin/mariadbd ${options} --bind-address=127.0.0.1 --init-file=/lab/init.sql\n`,
  );
  enable(root, "lab-database.service");
}

/** A repository for the address in the user data. git is configured to use the local folder for that address. */
function addRepository(root: DebianRoot): string {
  root.copy(FIXTURE, "/lab/newsread");
  const git = (line: string) => root.prepare("bash", "-c", `cd /lab/newsread && HOME=/ git ${line}`);
  git("config --system user.name lab");
  git("config --system user.email lab@example.com");
  git("config --system url.file:///lab/newsread.insteadOf https://git.example.com/newsread.git");
  git("init --quiet .");
  git("config uploadpack.allowAnySHA1InWant true");
  git("add .");
  git("commit --quiet -m application");
  return git("rev-parse HEAD").trim();
}

function enable(root: DebianRoot, unit: string): void {
  root.prepare(
    "bash",
    "-c",
    `mkdir -p /etc/systemd/system/basic.target.wants && cd /etc/systemd/system/basic.target.wants && ln -s ../${unit} .`,
  );
}
