import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** Bytes of one piece. A log can be larger than the longest string of Node.js, 512 MiB. */
const PIECE_BYTES = 1024 * 1024;

/** The whole log of a suite, in pieces of at most 1 MiB. A suite that was interrupted before it started has none. */
export function* logPieces(path: string): Generator<string> {
  const file = open(path);
  if (file === undefined) {
    return;
  }
  try {
    const decoder = new StringDecoder("utf8");
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
      yield decoder.write(buffer.subarray(0, size));
    }
    yield decoder.end();
  } finally {
    closeSync(file);
  }
}

/** The last 1 MiB of a log, which holds the summary. Empty if there is no log. */
export function logEnd(path: string): string {
  const file = open(path);
  if (file === undefined) {
    return "";
  }
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    const start = Math.max(0, fstatSync(file).size - PIECE_BYTES);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, PIECE_BYTES, start));
  } finally {
    closeSync(file);
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}
