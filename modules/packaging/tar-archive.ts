import { ensure } from "../shared/errors";

/** One file of an archive. */
export interface ArchivedFile {
  /** Path without a leading slash, at most 100 bytes: the limit of the oldest tar format. */
  readonly path: string;
  /** Content of the file. */
  readonly content: Uint8Array;
  /** Permission bits, e.g. `0o755`. */
  readonly mode: number;
}

/** Bytes of a block, of which every tar archive consists. */
const BLOCK = 512;
/** Bytes of the path's field in a header. */
const LONGEST_PATH = 100;

/**
 * A tar archive whose bytes depend on the files only: no times, no owners, files in the given order. Other tools write times and
 * owners into an archive. User data would then differ between machines, and a difference replaces every host.
 *
 * @throws Error when a path is too long
 */
export function tarArchive(files: readonly ArchivedFile[]): Uint8Array {
  const blocks = files.flatMap(({ path, content, mode }) => [header(path, content.byteLength, mode), padded(content)]);
  return concatenated([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(path: string, size: number, mode: number): Uint8Array {
  const fields = new Uint8Array(BLOCK);
  const put = (text: string, offset: number) => fields.set(Buffer.from(text, "utf8"), offset);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  ensure(Buffer.byteLength(path) <= LONGEST_PATH, "path", `be at most ${LONGEST_PATH} bytes`, path);
  put(path, 0);
  put(octal(mode, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  put(" ".repeat(8), 148);
  put("0", 156);
  put("ustar\u000000", 257);
  // POSIX computes the checksum over a header whose checksum field contains eight spaces.
  put(`${octal(sum(fields), 6)}\u0000 `, 148);
  return fields;
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}

function padded(content: Uint8Array): Uint8Array {
  const blocks = new Uint8Array(Math.ceil(content.byteLength / BLOCK) * BLOCK);
  blocks.set(content);
  return blocks;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
