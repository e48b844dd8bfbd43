import { Fn } from "cdktf";
import { gzipSync } from "fflate";
import { readRepositoryFile } from "../packaging/assets";
import { tarArchive } from "../packaging/tar-archive";
import { RequirementError } from "../shared/errors";

/** Limit of EC2 user data, bytes before base64 encoding. */
export const USER_DATA_LIMIT_BYTES = 16_384;

/** A file of `userdata/` and its path on a host. */
export interface HostFile {
  /** Path below `userdata/`. */
  readonly source: string;
  /** Path on the host, without the leading slash. */
  readonly path: string;
  /** Whether the file is executable: mode 0755 instead of 0644. @default false */
  readonly executable?: boolean | undefined;
}

export interface CloudConfigProps {
  /** Text files by path. Tokens are allowed only here. */
  readonly settings: Readonly<Record<string, string>>;
  /** Files of `userdata/` to install. */
  readonly files: readonly HostFile[];
  /** systemd unit to start. cloud-init does not wait for it. */
  readonly service: string;
  /** Whether the service also starts at every later boot. @default true */
  readonly everyBoot?: boolean | undefined;
}

/** Space reserved for the value of each token, bytes. A token is shorter than the ARN or id that replaces it. */
const BYTES_KEPT_PER_TOKEN = 128;
const ARCHIVE = "/opt/tierra/files.tar";

/**
 * A cloud-init document that installs files of this repository and starts one service.
 *
 * The settings are plain text. The files are one compressed archive, so that Terraform does not parse them as a template.
 *
 * @throws Error when the document exceeds EC2's limit
 */
export function cloudConfig({ settings, files, service, everyBoot = true }: CloudConfigProps): string {
  const document = `#cloud-config\n${JSON.stringify({
    write_files: [
      ...Object.entries(settings).map(([path, content]) => ({ path, permissions: "0644", content })),
      { path: ARCHIVE, permissions: "0644", encoding: "gz+b64", content: archiveOf(files) },
    ],
    runcmd: [
      // Python is always available, because cloud-init is written in it.
      ["python3", "-m", "tarfile", "-e", ARCHIVE, "/"],
      ["systemctl", "daemon-reload"],
      ...(everyBoot ? [["systemctl", "enable", service]] : []),
      ["systemctl", "start", "--no-block", service],
    ],
  })}\n`;
  const tokens = document.match(/\$\{TfToken\[/g)?.length ?? 0;
  const bytes = Buffer.byteLength(document) + tokens * BYTES_KEPT_PER_TOKEN;
  if (bytes >= USER_DATA_LIMIT_BYTES) {
    throw new RequirementError("user data", `be under ${USER_DATA_LIMIT_BYTES} bytes`, bytes, "shorten userdata/");
  }
  return document;
}

/**
 * An environment file for systemd and the scripts of `userdata/`: one unquoted `<prefix>NAME=value` per line.
 *
 * @throws Error when a value has a character with a special meaning in such a file
 */
export function environmentFile(prefix: string, values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      if (!/^[^\s"'\\`]+$/.test(String(value))) {
        throw new RequirementError(name, "be text without blanks, quotes and backslashes", value);
      }
      return `${prefix}${name}=${value}\n`;
    })
    .join("");
}

/**
 * The value of a launch template's `user_data`: the document in base64, with its tokens resolved by Terraform.
 *
 * Quotes and backslashes are escaped here, because `Fn.base64encode` escapes line feeds only and `Fn.rawString` also escapes
 * tokens.
 *
 * @throws Error when the document has a Terraform template that is not a token
 */
export function encodeUserData(document: string): string {
  if (/\$\{(?!TfToken\[)|%\{/.test(document)) {
    throw new RequirementError("document", "hold no ${ or %{ but tokens", document, "compress what holds one");
  }
  return Fn.base64encode(document.replace(/[\\"]/g, "\\$&"));
}

const archives = new Map<string, string>();

/** Compresses each set of files once per process. */
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

/** Removes comment lines from scripts: up to a third of the bytes that count towards EC2's limit. */
function withoutComments(source: string, content: Uint8Array): Uint8Array {
  if (!source.endsWith(".sh")) {
    return content;
  }
  const text = new TextDecoder().decode(content);
  return new TextEncoder().encode(text.replace(/^[ \t]*#(?!!).*\n/gm, ""));
}
