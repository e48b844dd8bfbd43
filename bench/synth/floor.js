/**
 * The minimum work of a synthesis in Node. `node floor.js <from> <to> [module ...]` loads the modules, reads the stacks of a
 * synthesized folder, stringifies them again and writes them.
 */
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const [from, to, ...modules] = process.argv.slice(2);
for (const module of modules) {
  require(module);
}
const manifest = JSON.parse(readFileSync(join(from, "manifest.json"), "utf8"));
for (const { synthesizedStackPath } of Object.values(manifest.stacks)) {
  const stack = JSON.parse(readFileSync(join(from, synthesizedStackPath), "utf8"));
  const path = join(to, synthesizedStackPath);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(stack, null, 2));
}
