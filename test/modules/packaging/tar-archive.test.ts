import { tarArchive } from "../../../modules/packaging/tar-archive";
import { untar } from "../../helpers/tar";

const BLOCK = 512;
const FILES = [
  { path: "setup/install.sh", content: Buffer.from("#!/bin/sh\necho ok\n"), mode: 0o755 },
  { path: "empty", content: Buffer.alloc(0), mode: 0o644 },
  { path: "block", content: Buffer.alloc(BLOCK, "x"), mode: 0o600 },
];

describe("tarArchive", () => {
  const archive = Buffer.from(tarArchive(FILES));
  const header = archive.subarray(0, BLOCK);
  const field = (from: number, to: number) => header.toString("latin1", from, to);

  it("contains the files in the given order, with their content and permissions", () => {
    const expected = FILES.map(({ path, content, mode }) => [path, { content: content.toString(), mode }]);
    expect([...untar(archive)]).toEqual(expected);
  });

  it("has headers in the format of POSIX, without time and owner", () => {
    expect(field(257, 265)).toBe("ustar\u000000");
    expect(field(156, 157)).toBe("0");
    const [owner, group, time] = [field(108, 116), field(116, 124), field(136, 148)];
    expect([owner, group, time].map((text) => Number.parseInt(text, 8))).toEqual([0, 0, 0]);
  });

  it("has the checksum of a header whose checksum field contains spaces", () => {
    const blank = Buffer.from(header).fill(" ", 148, 156);
    const sum = blank.reduce((total, byte) => total + byte, 0);
    expect(field(148, 156)).toBe(`${sum.toString(8).padStart(6, "0")}\u0000 `);
  });

  it("consists of whole blocks and ends with two empty ones", () => {
    expect(archive.byteLength).toBe(7 * BLOCK);
    expect(archive.subarray(-2 * BLOCK).every((byte) => byte === 0)).toBe(true);
  });

  it("accepts a path of 100 bytes and fails when a path is longer", () => {
    const file = (path: string) => ({ path, content: Buffer.alloc(0), mode: 0o644 });
    expect([...untar(tarArchive([file("p".repeat(100))])).keys()]).toEqual(["p".repeat(100)]);
    expect(() => tarArchive([file("p".repeat(101))])).toThrow("path must be at most 100 bytes, got");
  });
});
