const DEEP_IMPORT = /import (?:type )?\{([^}]*)\} from "@cdktf\/provider-aws\/lib\/([\w-]+)";/g;

/**
 * Rewrites imports of one resource, `import { Vpc } from "@cdktf/provider-aws/lib/vpc"`, to the form in CDKTF's documentation:
 * `import { vpc } from "@cdktf/provider-aws"`. The names do not change, so that the rest of the source is the same.
 */
export function barrelImports(source: string): string {
  return source.replace(DEEP_IMPORT, (_, names: string, resource: string) => {
    const namespace = resource.replace(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
    const local = `provider_${namespace}`;
    const aliases = names
      .split(",")
      .map((name) => name.replace(/\btype\b/, "").trim())
      .filter((name) => name !== "")
      .map((name) => alias(name, local));
    return [`import { ${namespace} as ${local} } from "@cdktf/provider-aws";`, ...aliases].join("\n");
  });
}

/** `import Vpc = provider_vpc.Vpc;` names the value and the type. */
function alias(name: string, namespace: string): string {
  const [imported = name, local = imported] = name.split(/\s+as\s+/);
  return `import ${local} = ${namespace}.${imported};`;
}
