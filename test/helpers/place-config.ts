import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of `config/` by path: text, bytes as base64, a link, or null for a folder. */
export type ConfigFiles = Readonly<
  Record<string, string | { readonly base64: string } | { readonly link: string } | null>
>;

/** Replaces the environments of a folder. */
export function placeConfig(folder: string, files: ConfigFiles): void {
  for (const name of readdirSync(folder).filter((entry) => entry !== "schema")) {
    rmSync(join(folder, name), { recursive: true });
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(content === null ? path : dirname(path), { recursive: true });
    if (typeof content === "string") {
      writeFileSync(path, content);
    } else if (content && "link" in content) {
      symlinkSync(content.link, path);
    } else if (content) {
      writeFileSync(path, Buffer.from(content.base64, "base64"));
    }
  }
}
