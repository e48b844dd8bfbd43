/** A virtual interface, as far as the resiliency class depends on it. */
export interface ResilientLink {
  /** Code of the Direct Connect location. @default unknown, which does not count */
  readonly location?: string | undefined;
  /** ID of the connection or LAG. A LAG counts as one. @default unknown, as for a hosted interface, which does not count */
  readonly connectionId?: string | undefined;
}

/** A resiliency class of AWS, and the uptime of AWS's service level agreement for it. */
export interface Resiliency {
  readonly class: "maximum" | "high" | "development" | "none";
  /** Monthly uptime of the agreement in percent. @default unknown, if no virtual interface counts */
  readonly uptimePercent?: number | undefined;
  /** What the configuration has, in one sentence. */
  readonly description: string;
}

/**
 * The resiliency class of a configuration. Maximum: two connections in each of two locations. High: connections in two
 * locations. Development: two connections in one location. The agreement has 95 % for each single dedicated connection, and conditions
 * that no configuration shows, such as separate devices at a location.
 * https://aws.amazon.com/directconnect/resiliency-recommendation/ and https://aws.amazon.com/directconnect/sla/
 */
export function resiliencyOf(links: readonly ResilientLink[]): Resiliency {
  const locations = new Map<string, Set<string>>();
  for (const { location, connectionId } of links) {
    if (location !== undefined && connectionId !== undefined) {
      locations.set(location, (locations.get(location) ?? new Set()).add(connectionId));
    }
  }
  const sizes = [...locations.values()].map(({ size }) => size);
  const connections = sizes.reduce((sum, size) => sum + size, 0);
  const counted = `${counts(connections, "connection")} in ${counts(sizes.length, "location")}`;
  if (sizes.filter((size) => size >= 2).length >= 2) {
    return { class: "maximum", uptimePercent: 99.99, description: `maximum resiliency (99.99 %): ${counted}` };
  }
  if (sizes.length >= 2) {
    return { class: "high", uptimePercent: 99.9, description: `high resiliency (99.9 %): ${counted}` };
  }
  if (connections >= 2) {
    const description = `development and test (95 % for each connection): ${counted}`;
    return { class: "development", uptimePercent: 95, description };
  }
  const reason =
    links.length > connections ? `${counts(links.length - connections, "virtual interface")} not counted` : counted;
  return connections === 1
    ? { class: "none", uptimePercent: 95, description: `no redundancy (95 %): ${reason}` }
    : { class: "none", description: `no redundancy: ${reason}` };
}

function counts(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
