import type { ClientCertificate } from "./client-certificate";

export interface ProfileProps extends ClientCertificate {
  /** Configuration that AWS exports, with the endpoint's authority but without a user's certificate. */
  readonly exported: string;
  /** CIDR blocks whose traffic uses the tunnel. Routes that the endpoint pushes are ignored. */
  readonly ranges: readonly string[];
}

/**
 * The user's profile: the exported configuration with the user's certificate and key, and its own routes.
 *
 * AWS pushes a route for the whole VPC. `pull-filter` ignores it, and the profile's own routes replace it. So a computer sends
 * only traffic for the database and the DNS server through the tunnel.
 */
export function makeProfile({ exported, ranges, certificate, key }: ProfileProps): string {
  const routes = ranges.map(routeTo);
  return [
    exported.trim().replaceAll("\r\n", "\n"),
    "",
    'pull-filter ignore "route "',
    'pull-filter ignore "redirect-gateway"',
    ...routes,
    "",
    ...inline("cert", certificate),
    ...inline("key", key),
    "",
  ].join("\n");
}

function inline(tag: string, text: string): string[] {
  return [`<${tag}>`, text.trim(), `</${tag}>`];
}

/** `route 10.11.192.0 255.255.240.0` for `10.11.192.0/20`. AWS clears the host bits of CIDR blocks. */
function routeTo(range: string): string {
  const [address = "", prefix = "32"] = range.split("/");
  const mask = [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, Number(prefix) - before))));
  return `route ${address} ${mask.join(".")}`;
}
