import { Fn } from "cdktf";
import { gzipSync } from "fflate";
import { readRepositoryFile } from "../packaging/assets";
import { tarArchive } from "../packaging/tar-archive";
import { requirement } from "../shared/errors";

/** EC2 takes at most 16 KB of user data, counted before base64. */
export const USER_DATA_LIMIT_BYTES = 16_384;

/** A file of `userdata/` and where it goes on a host. */
export interface HostFile {
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
  /** Started without waiting for it. */
  readonly service: string;
  /** Whether the service starts again whenever the host does. @default true */
  readonly everyBoot?: boolean;
}

/** A token is shorter than the ARN or id that takes its place: this much is kept free for each. */
const BYTES_KEPT_PER_TOKEN = 128;
const ARCHIVE = "/opt/tierra/files.tar";

/**
 * The cloud-init document of a host that is made of files of this repository and one service: the settings as plain text, and
 * the files as one compressed archive, whose bytes Terraform cannot take for a template.
 *
 * @throws Error when the document would exceed EC2's limit
 */
export function cloudConfig({ settings, files, service, everyBoot = true }: CloudConfigProps): string {
  const document = `#cloud-config\n${JSON.stringify({
    write_files: [
      ...Object.entries(settings).map(([path, content]) => ({ path, permissions: "0644", content })),
      { path: ARCHIVE, permissions: "0644", encoding: "gz+b64", content: archiveOf(files) },
    ],
    runcmd: [
      // Python is there before anything is installed: cloud-init itself is written in it.
      ["python3", "-m", "tarfile", "-e", ARCHIVE, "/"],
      ["systemctl", "daemon-reload"],
      ...(everyBoot ? [["systemctl", "enable", service]] : []),
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

/**
 * An environment file as systemd and our scripts read it alike: one `<prefix>NAME=value` a line, nothing quoted.
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

const archives = new Map<string, string>();

/** Compressed once, however many hosts carry the same files. */
function archiveOf(files: readonly HostFile[]): string {
  const key = JSON.stringify(files);
  const known = archives.get(key) ?? compressed(files);
  archives.set(key, known);
  return known;
}

function compressed(files: readonly HostFile[]): string {
  const archived = files.map(({ source, path, executable = false }) => ({
    path,
    mode: executable ? 0o755 : 0o644,
    content: withoutComments(source, readRepositoryFile(`userdata/${source}`)),
  }));
  return Buffer.from(gzipSync(tarArchive(archived), { level: 9, mem: 12, mtime: 0 })).toString("base64");
}

/** A script's lines that are comments and nothing else stay in the repository: up to a third of the bytes that EC2 counts. */
function withoutComments(source: string, content: Uint8Array): Uint8Array {
  if (!source.endsWith(".sh")) {
    return content;
  }
  const text = new TextDecoder().decode(content);
  return new TextEncoder().encode(text.replace(/^[ \t]*#(?!!).*\n/gm, ""));
}
