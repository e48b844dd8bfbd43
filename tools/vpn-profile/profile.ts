import type { ClientCertificate } from "./client-certificate";

export interface ProfileProps extends ClientCertificate {
  /** What AWS exports of the endpoint: its authority, no user's certificate. */
  readonly exported: string;
  /** Ranges that go through the tunnel; everything else does not, whatever the endpoint pushes. */
  readonly ranges: readonly string[];
}

/**
 * The user's profile: the endpoint's, with certificate and key inlined, and with routes of its own.
 *
 * AWS pushes a route for the whole VPC. `pull-filter` leaves it unheard and the profile's own routes take its place, so that a
 * laptop sends the database's addresses through the tunnel, and its DNS server's, and nothing more.
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

/** `route 10.11.192.0 255.255.240.0` for `10.11.192.0/20`. AWS writes ranges with their host bits cleared. */
function routeTo(range: string): string {
  const [address = "", prefix = "32"] = range.split("/");
  const mask = [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, Number(prefix) - before))));
  return `route ${address} ${mask.join(".")}`;
}
