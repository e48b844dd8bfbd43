import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../shared/usage-error";

/** Name of the folder for one registry in a provider mirror. */
const REGISTRY = "registry.terraform.io";
/** Levels of folders to search: `/<a>/<b>/registry.terraform.io`. */
const DEPTH = 2;
/** Folders that are not searched: file systems of the kernel, and temporary files. */
const SKIPPED = new Set(["/proc", "/sys", "/dev", "/run", "/tmp"]);

/**
 * The folder for `filesystem_mirror`, or undefined if Terraform must download its providers.
 *
 * `TF_PLUGIN_MIRROR` is the folder or `none`. Without the variable, the function searches two levels of folders for a mirror.
 */
export function findProviderMirror(setting = process.env.TF_PLUGIN_MIRROR, root = "/"): string | undefined {
  if (setting === "none") {
    return undefined;
  }
  if (!setting) {
    return search(root, DEPTH);
  }
  if (!existsSync(join(setting, REGISTRY))) {
    throw new UsageError(
      `TF_PLUGIN_MIRROR must name a folder that contains ${REGISTRY}/, got "${setting}"; unset it to let Terraform download`,
    );
  }
  return setting;
}

function search(folder: string, depth: number): string | undefined {
  const entries = foldersIn(folder);
  if (entries.some((entry) => entry.name === REGISTRY)) {
    return folder;
  }
  if (depth === 0) {
    return undefined;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const found = SKIPPED.has(path) ? undefined : search(path, depth - 1);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function foldersIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  } catch {
    // A folder that this user cannot read is not a mirror.
    return [];
  }
}

/** The providers in a mirror, e.g. `hashicorp/aws`. */
function mirroredProviders(mirror: string): string[] {
  const host = join(mirror, REGISTRY);
  return foldersIn(host).flatMap((namespace) =>
    foldersIn(join(host, namespace.name)).map((provider) => `${namespace.name}/${provider.name}`),
  );
}

/** Terraform CLI configuration. Terraform installs mirrored providers from the mirror and downloads the others. */
export function mirrorConfiguration(mirror: string): string {
  const patterns = mirroredProviders(mirror).map((provider) => `${REGISTRY}/${provider}`);
  return [
    "provider_installation {",
    `  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ${JSON.stringify(patterns)}\n  }`,
    `  direct {\n    exclude = ${JSON.stringify(patterns)}\n  }`,
    "}",
    "",
  ].join("\n");
}
