import { gzipSync } from "fflate";
import { readRepositoryFile } from "../shared/assets";
import { requirement } from "../shared/errors";
import { USER_DATA_LIMIT_BYTES } from "./flask-host-user-data";
import { tarArchive } from "./tar-archive";

/** A file of `userdata/` and where it goes on a host. */
interface HostFile {
  /** Below `userdata/`. */
  readonly source: string;
  /** Without a leading slash. */
  readonly path: string;
  readonly executable?: boolean;
}

export interface CloudConfigProps {
  /** Text files by path; the only place where a token may stand. */
  readonly settings: Readonly<Record<string, string>>;
  readonly files: readonly HostFile[];
  /** Enabled and started without waiting for it. */
  readonly service: string;
}

/** A token is shorter than what takes its place: this much is kept free for each. */
const BYTES_KEPT_PER_TOKEN = 128;
const ARCHIVE = "/opt/tierra/files.tar";

/**
 * The cloud-init document of a host that is made of files of this repository and one service, as `flaskHostUserData` makes it.
 *
 * @throws Error when the document would exceed EC2's limit
 */
export function cloudConfig({ settings, files, service }: CloudConfigProps): string {
  const archived = files.map(({ source, path, executable = false }) => ({
    path,
    mode: executable ? 0o755 : 0o644,
    content: withoutComments(source, readRepositoryFile(`userdata/${source}`)),
  }));
  const archive = gzipSync(tarArchive(archived), { level: 9, mem: 12, mtime: 0 });
  const document = `#cloud-config\n${JSON.stringify({
    write_files: [
      ...Object.entries(settings).map(([path, content]) => ({ path, permissions: "0644", content })),
      { path: ARCHIVE, permissions: "0644", encoding: "gz+b64", content: Buffer.from(archive).toString("base64") },
    ],
    runcmd: [
      ["python3", "-m", "tarfile", "-e", ARCHIVE, "/"],
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", service],
      ["systemctl", "start", "--no-block", service],
    ],
  })}\n`;
  const tokens = document.match(/\$\{TfToken\[/g)?.length ?? 0;
  const bytes = Buffer.byteLength(document) + tokens * BYTES_KEPT_PER_TOKEN;
  if (bytes >= USER_DATA_LIMIT_BYTES) {
    throw new Error(requirement("user data", `be under ${USER_DATA_LIMIT_BYTES} bytes`, bytes, "shorten userdata/"));
  }
  return document;
}

/** A script's lines that are comments and nothing else stay in the repository: a third of the bytes that EC2 counts. */
function withoutComments(source: string, content: Uint8Array): Uint8Array {
  if (!source.endsWith(".sh")) {
    return content;
  }
  const text = new TextDecoder().decode(content);
  return new TextEncoder().encode(text.replace(/^[ \t]*#(?!!).*\n/gm, ""));
}

/**
 * An environment file as systemd and our scripts read it alike: one `TIERRA_NAME=value` a line, nothing quoted.
 *
 * @throws Error naming the setting whose value could mean something else in that file
 */
export function environmentFile(prefix: string, values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[^\s"'\\`]+$/.test(String(value))) {
        throw new Error(requirement(name, "be text without blanks, quotes and backslashes", value));
      }
      return `${prefix}${name}=${value}\n`;
    })
    .join("");
}
