import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { SECURITY_HEADERS } from "./answer";

const FOLDER = join(__dirname, "..", "page");

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The files of the page, as they are in the folder `page`. They are read once, so that a path of a request is never a path of a file. */
export class PageFiles {
  private readonly files: ReadonlyMap<string, { readonly type: string; readonly content: Buffer }>;

  constructor() {
    const names = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => extname(name) in TYPES);
    this.files = new Map(
      names.map((name) => {
        const path = name === "index.html" ? "/" : `/${name.replaceAll("\\", "/")}`;
        return [path, { type: TYPES[extname(name)] ?? "", content: readFileSync(join(FOLDER, name)) }];
      }),
    );
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  send(path: string, response: ServerResponse): void {
    const file = this.files.get(path);
    if (file) {
      response.writeHead(200, { ...SECURITY_HEADERS, "content-type": file.type }).end(file.content);
    }
  }
}
