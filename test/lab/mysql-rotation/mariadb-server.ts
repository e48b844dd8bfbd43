import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import { eventually } from "../../helpers/eventually";
import { freePort } from "../free-port";

const SERVER = "mariadbd";

/** An unprivileged user when this process is root, because mariadbd refuses to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Privileges of the master user in RDS (RDS user guide, "Master user account privileges", RDS for MariaDB). */
export const MASTER_PRIVILEGES =
  "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES," +
  " CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE," +
  " ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, REPLICATION SLAVE";

/** A MariaDB server configured like RDS: TLS only, with a certificate of its own authority. */
export class MariaDbServer {
  readonly folder = mkdtempSync(join(tmpdir(), "tierra-mariadb-"));
  /** Certificate of the authority that signed the server's. */
  readonly authority = join(this.folder, "ca.pem");
  port = 0;
  private process: ChildProcess | undefined;

  /** Creates a server with a master user. It keeps its port when it is started again. */
  async create(master: { readonly username: string; readonly password: string }): Promise<void> {
    this.makeAuthority("ca");
    this.certify("localhost");
    if (NOBODY.uid) {
      chownSync(this.folder, NOBODY.uid, NOBODY.gid);
    }
    const data = `--datadir=${join(this.folder, "data")}`;
    this.run("mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db");
    this.port = await freePort();
    await this.start();
    const { username, password } = master;
    await this.asRoot("CREATE USER ?@'%' IDENTIFIED BY ?", username, password);
    await this.asRoot(`GRANT ${MASTER_PRIVILEGES} ON *.* TO ?@'%' WITH GRANT OPTION`, username);
  }

  async start(): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    this.process = spawn(
      SERVER,
      [
        "--no-defaults",
        `--datadir=${at("data")}`,
        `--socket=${at("socket")}`,
        `--pid-file=${at("pid")}`,
        `--port=${this.port}`,
        "--bind-address=127.0.0.1",
        "--require-secure-transport=ON",
        `--ssl-cert=${at("server.pem")}`,
        `--ssl-key=${at("server.key")}`,
        "--innodb-buffer-pool-size=16M",
        "--innodb-flush-log-at-trx-commit=0",
      ],
      { ...NOBODY, stdio: ["ignore", "ignore", "pipe"] },
    );
    let errors = "";
    this.process.stderr?.on("data", (text) => {
      errors += text;
    });
    await eventually(async () => {
      if (this.process?.exitCode !== null) {
        throw new Error(`MariaDB did not start: ${errors}`);
      }
      return await this.asRoot("SELECT 1").catch(() => undefined);
    }, "MariaDB's first answer");
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a statement as root through the socket, to prepare and inspect the server. */
  async asRoot(statement: string, ...values: readonly string[]): Promise<RowDataPacket[]> {
    const connection = await createConnection({ socketPath: join(this.folder, "socket"), user: "root" });
    try {
      return (await connection.query<RowDataPacket[]>(statement, [...values]))[0];
    } finally {
      connection.destroy();
    }
  }

  /** Connects as a client over verified TLS. */
  logIn(user: string, password: string, database?: string): Promise<Connection> {
    const ssl = { ca: readFileSync(this.authority), verifyIdentity: true };
    const where = { host: "localhost", port: this.port, ssl };
    return createConnection({ ...where, user, password, ...(database ? { database } : {}) });
  }

  /** Issues a certificate for this name and makes the server use it. */
  async present(name: string): Promise<void> {
    this.certify(name);
    await this.asRoot("FLUSH SSL");
  }

  /** File of an authority that the server does not use. */
  strangersAuthority(): string {
    this.makeAuthority("stranger");
    return join(this.folder, "stranger.pem");
  }

  private makeAuthority(name: string): void {
    const key = ["-newkey", "rsa:2048", "-nodes", "-keyout", join(this.folder, `${name}.key`)];
    const out = ["-out", join(this.folder, `${name}.pem`), "-days", "2", "-subj", `/CN=lab ${name}`];
    must("openssl", ["req", "-x509", ...key, ...out]);
  }

  private certify(name: string): void {
    const at = (file: string) => join(this.folder, file);
    const key = ["-newkey", "rsa:2048", "-nodes", "-keyout", at("server.key")];
    must("openssl", ["req", ...key, "-out", at("server.csr"), "-subj", "/CN=database"]);
    writeFileSync(at("san"), `subjectAltName=DNS:${name}\n`);
    const authority = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial"];
    const signed = ["-out", at("server.pem"), "-days", "2", "-extfile", at("san")];
    must("openssl", ["x509", "-req", "-in", at("server.csr"), ...authority, ...signed]);
    if (NOBODY.uid) {
      chownSync(at("server.key"), NOBODY.uid, NOBODY.gid);
    }
  }

  private run(program: string, ...args: readonly string[]): void {
    must(program, args, NOBODY);
  }
}

function must(program: string, args: readonly string[], as: { uid?: number; gid?: number } = {}): void {
  const { status, stdout, stderr } = spawnSync(program, args, { ...as, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${program} failed: ${stdout}${stderr}`);
  }
}
