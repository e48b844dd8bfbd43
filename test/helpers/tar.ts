/** Reads a tar archive in the format of POSIX. */
export function untar(archive: Uint8Array): Map<string, { content: string; mode: number }> {
  const files = new Map<string, { content: string; mode: number }>();
  const text = (from: number, to: number) =>
    Buffer.from(archive.slice(from, to)).toString("utf8").replace(/\0.*$/s, "");
  for (let at = 0; archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, at + 136), 8);
    const content = Buffer.from(archive.slice(at + 512, at + 512 + size)).toString("utf8");
    files.set(text(at, at + 100), { content, mode: Number.parseInt(text(at + 100, at + 108), 8) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
