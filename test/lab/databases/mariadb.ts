import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "../../helpers/eventually";
import { makeAuthority, makeCertificate } from "../certificates";
import { freePort } from "../free-port";

/** Required programs: those of Debian's mariadb-server, and openssl. */
export const TOOLS = ["mariadbd", "mariadb-install-db", "openssl"];

/** mariadbd refuses to run as root. Root uses the user that the package creates. */
const USER = process.getuid?.() === 0 ? "mysql" : undefined;

/** A MariaDB server on a loopback port, with a certificate of its own authority. */
export class MariaDb {
  readonly folder: string;
  readonly ca: string;
  port = 0;
  private child: ChildProcess | undefined;

  /** @param names further names, each with a certificate */
  constructor(names: readonly string[] = []) {
    this.folder = mkdtempSync(join(tmpdir(), "mariadb-"));
    chmodSync(this.folder, 0o755);
    makeAuthority(this.folder, "ca");
    for (const name of ["localhost", "other.example", ...names]) {
      makeCertificate(this.folder, "ca", name);
    }
    this.ca = readFileSync(join(this.folder, "ca.pem"), "utf8");
    this.own();
    this.install();
  }

  /** Starts the server on a free port, and later on the same port. */
  async start({
    tls = true,
    name = "localhost",
  }: {
    readonly tls?: boolean;
    readonly name?: string;
  } = {}): Promise<void> {
    this.port ||= await freePort();
    const certificate = (kind: string) => join(this.folder, `${name}.${kind}`);
    const options = [
      "--no-defaults",
      `--datadir=${join(this.folder, "data")}`,
      `--socket=${join(this.folder, "socket")}`,
      `--pid-file=${join(this.folder, "pid")}`,
      "--bind-address=127.0.0.1",
      `--port=${this.port}`,
      ...(USER ? [`--user=${USER}`] : []),
      ...(tls ? [`--ssl-ca=${join(this.folder, "ca.pem")}`, `--ssl-cert=${certificate("pem")}`] : ["--skip-ssl"]),
      ...(tls ? [`--ssl-key=${certificate("key")}`, "--require-secure-transport=ON"] : []),
    ];
    const log: Buffer[] = [];
    this.child = spawn("mariadbd", options, { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stderr?.on("data", (chunk: Buffer) => log.push(chunk));
    const until = performance.now() + PATIENCE_MS;
    while (!(await answers(this.port))) {
      if (performance.now() > until || this.child.exitCode !== null || this.child.signalCode !== null) {
        throw new Error(`mariadbd does not answer\n${Buffer.concat(log)}`);
      }
      await sleep(100);
    }
  }

  /** Runs statements as root, through the socket. */
  sql(statements: string): string {
    const args = [
      "--no-defaults",
      `--socket=${join(this.folder, "socket")}`,
      "--user=root",
      "--default-character-set=utf8mb4",
      "--batch",
      "--skip-column-names",
    ];
    return execFileSync("mariadb", args, { input: statements, encoding: "utf8" });
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private install(): void {
    const options = [`--datadir=${join(this.folder, "data")}`, "--auth-root-authentication-method=normal"];
    const user = USER ? [`--user=${USER}`] : [];
    const { status, stderr } = spawnSync(
      "mariadb-install-db",
      ["--no-defaults", ...options, ...user, "--skip-test-db"],
      {
        encoding: "utf8",
      },
    );
    if (status !== 0) {
      throw new Error(`mariadb-install-db: ${stderr}`);
    }
  }

  private own(): void {
    if (!USER) {
      return;
    }
    const id = (flag: string) => Number(execFileSync("id", [flag, USER], { encoding: "utf8" }));
    const [uid, gid] = [id("-u"), id("-g")];
    chownSync(this.folder, uid, gid);
    for (const name of readdirSync(this.folder)) {
      chownSync(join(this.folder, name), uid, gid);
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once("close", () => resolve(false));
  });
}
