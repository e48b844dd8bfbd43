import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const PACKAGES = [
  ...["systemd", "dbus", "iproute2", "curl", "git", "rsyslog", "openssl", "procps", "cloud-init", "mariadb-server"],
  ...["python3", "python3-venv", "python3-flask", "python3-pymysql", "python3-gunicorn"],
];

const CODENAME = /VERSION_CODENAME=(\w+)/.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "stable";
/** Digest of the package list, because each list needs its own archive. */
const DIGEST = createHash("sha256")
  .update(JSON.stringify([CODENAME, PACKAGES]))
  .digest("hex")
  .slice(0, 16);
const ARCHIVE = resolve(__dirname, "../../..", ".build/lab", `debian-${DIGEST}.tar`);

/** Unpacks a Debian system. The first time takes two minutes; later it takes seconds, from an archive below `.build`. */
export function unpackDebian(folder: string): void {
  if (existsSync(ARCHIVE)) {
    must("tar", ["-C", folder, "-xpf", ARCHIVE]);
    return;
  }
  install(folder);
  mkdirSync(dirname(ARCHIVE), { recursive: true });
  // Written under another name and then renamed, so that an existing archive is complete.
  must("tar", ["-C", folder, "--one-file-system", "-cf", `${ARCHIVE}.${process.pid}`, "."]);
  renameSync(`${ARCHIVE}.${process.pid}`, ARCHIVE);
}

/** Installs Debian from the mirror of the machine's apt. */
function install(folder: string): void {
  const targets = ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
  const [mirror] = must("apt-get", targets)
    .split("\n")
    .filter((address) => !address.includes("security"));
  if (!mirror) {
    throw new Error("apt must have a mirror, got none; run apt-get update");
  }
  must("debootstrap", ["--variant=minbase", CODENAME, folder, mirror]);
  for (const file of ["etc/resolv.conf", "etc/hosts"]) {
    copyFileSync(`/${file}`, join(folder, file));
  }
  // The installation must start no services, because they would run on the machine itself.
  writeFileSync(join(folder, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  const quietly = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends";
  const line = `apt-get update -qq && ${quietly} ${PACKAGES.join(" ")} && apt-get clean`;
  must("chroot", [folder, "bash", "-c", line]);
}

/**
 * Runs a program and returns its output.
 *
 * @throws Error when the program fails
 */
export function must(command: string, args: readonly string[]): string {
  const run = spawnSync(command, args, { encoding: "utf8", timeout: 500_000, maxBuffer: 1 << 26 });
  if (run.status !== 0) {
    throw new Error(`${command} failed with ${run.status}: ${`${run.stdout}${run.stderr}`.slice(-2000)}`);
  }
  return run.stdout;
}
