/** One file of an archive. */
export interface ArchivedFile {
  /** Path without a leading slash, at most 100 bytes: the oldest tar format holds no more. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits, e.g. `0o755`. */
  readonly mode: number;
}

const BLOCK = 512;

/**
 * A tar archive whose bytes depend on the files alone: no times, no owners, in the order given. The tools at hand
 * write the clock and the user into an archive, and user data that changes by itself replaces every host.
 */
export function tarArchive(files: readonly ArchivedFile[]): Uint8Array {
  const blocks = files.flatMap(({ path, content, mode }) => [header(path, content.byteLength, mode), padded(content)]);
  return concatenated([...blocks, new Uint8Array(2 * BLOCK)]);
}

function header(path: string, size: number, mode: number): Uint8Array {
  const fields = new Uint8Array(BLOCK);
  const put = (text: string, offset: number) => fields.set(Buffer.from(text, "utf8"), offset);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  if (Buffer.byteLength(path) > 100) {
    throw new Error(`path must be at most 100 bytes long, got ${path}`);
  }
  put(path, 0);
  put(octal(mode, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(0, 11), 136);
  put(" ".repeat(8), 148);
  put("0", 156);
  put("ustar\u000000", 257);
  // POSIX counts the checksum field itself as eight spaces.
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
