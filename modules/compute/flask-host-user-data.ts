import { Fn } from "cdktf";
import { gzipSync } from "fflate";
import { readRepositoryFile } from "../shared/assets";
import { requirement } from "../shared/errors";
import { hostEnvironment } from "./flask-host-environment";
import type { FlaskHostParameters } from "./flask-host-parameters";
import { tarArchive } from "./tar-archive";

export type { FlaskHostParameters } from "./flask-host-parameters";

/** EC2 takes at most 16 KB of user data, counted before base64. */
export const USER_DATA_LIMIT_BYTES = 16_384;

/** A token is shorter than the ARN or id that takes its place: this much is kept free for each. */
const BYTES_KEPT_PER_TOKEN = 128;

/** Where each file of `userdata/` goes on a host. */
const FILES: ReadonlyArray<{ readonly source: string; readonly path: string; readonly mode: number }> = [
  ...["flask-host.sh", "fetch-credentials.sh"].map((name) => to(name, `opt/tierra/bin/${name}`, 0o755)),
  ...["lib.sh", "application.sh", "credentials.py", "deep-health.py"].map((name) => to(name, `opt/tierra/bin/${name}`)),
  ...["gunicorn.conf.py", "mysql_tls.py"].map((name) => to(name, `opt/tierra/etc/${name}`)),
  ...["host.service", "app.service", "credentials.service", "credentials.timer", "health.service", "health.timer"].map(
    (name) => to(`systemd/tierra-${name}`, `etc/systemd/system/tierra-${name}`),
  ),
];

function to(name: string, path: string, mode = 0o644) {
  return { source: `userdata/${name}`, path, mode };
}

/**
 * The cloud-init document of a Flask host: the environment file as plain text, the only place where a token may stand,
 * and everything else as one compressed archive, whose bytes Terraform cannot take for a template.
 *
 * @throws Error when a parameter is not what its field asks for, or the document would exceed EC2's limit
 */
export function flaskHostUserData(parameters: FlaskHostParameters): string {
  const archive = "/opt/tierra/files.tar";
  const document = `#cloud-config\n${JSON.stringify({
    write_files: [
      { path: "/etc/tierra/host.env", permissions: "0644", content: hostEnvironment(parameters) },
      { path: archive, permissions: "0644", encoding: "gz+b64", content: hostFiles() },
    ],
    // Python is there before anything is installed: cloud-init itself is written in it.
    runcmd: [
      ["python3", "-m", "tarfile", "-e", archive, "/"],
      ["systemctl", "daemon-reload"],
      ["systemctl", "start", "--no-block", "tierra-host.service"],
    ],
  })}\n`;
  const tokens = document.match(/\$\{TfToken\[/g)?.length ?? 0;
  const bytes = Buffer.byteLength(document) + tokens * BYTES_KEPT_PER_TOKEN;
  if (bytes >= USER_DATA_LIMIT_BYTES) {
    throw new Error(requirement("user data", `be under ${USER_DATA_LIMIT_BYTES} bytes`, bytes, "shorten userdata/"));
  }
  return document;
}

function hostFiles(): string {
  const files = FILES.map(({ source, path, mode }) => ({ path, mode, content: readRepositoryFile(source) }));
  return Buffer.from(gzipSync(tarArchive(files), { level: 9, mem: 12, mtime: 0 })).toString("base64");
}

/**
 * The value of a launch template's `user_data`: the document in base64, with its tokens resolved by Terraform.
 *
 * `Fn.base64encode` alone writes the string between quotes and escapes line feeds only, and `Fn.rawString` escapes
 * tokens too: quotes and backslashes are therefore escaped here, and a template that is not a token is refused.
 */
export function encodeUserData(document: string): string {
  if (/\$\{(?!TfToken\[)|%\{/.test(document)) {
    throw new Error(requirement("document", "hold no ${ or %{ but tokens", document, "compress what holds one"));
  }
  return Fn.base64encode(document.replace(/[\\"]/g, "\\$&"));
}
