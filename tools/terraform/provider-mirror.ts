import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../shared/usage-error";

/** A folder that holds providers by registry host is named after the host. */
const REGISTRY = "registry.terraform.io";
/** Folders below the root that are looked into: `/<a>/<b>/registry.terraform.io`. */
const DEPTH = 2;
/** Kernel file systems: endless or meaningless to search. */
const SKIPPED = new Set(["/proc", "/sys", "/dev", "/run", "/tmp"]);

/**
 * The folder that a `filesystem_mirror` should name, or undefined where Terraform is to download its providers.
 *
 * `TF_PLUGIN_MIRROR` names the folder, or is `none`. Without it the machine is searched two folders deep for one.
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
      `TF_PLUGIN_MIRROR must name a folder that holds ${REGISTRY}/, got "${setting}"; unset it to let Terraform download`,
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
    // Not ours to read: then it is no mirror of ours either.
    return [];
  }
}

/** The providers that a mirror carries, as `hashicorp/aws`. */
function mirroredProviders(mirror: string): string[] {
  const host = join(mirror, REGISTRY);
  return foldersIn(host).flatMap((namespace) =>
    foldersIn(join(host, namespace.name)).map((provider) => `${namespace.name}/${provider.name}`),
  );
}

/** Terraform CLI configuration that takes the mirrored providers from the mirror and downloads the rest. */
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
