import type { Replication } from "../../tools/local-runtime/table/replication";

/** Severs a region's links to and from all others. */
export function isolate(replication: Replication, region: string): void {
  for (const { from, to } of linksOf(replication, region)) {
    replication.sever(from, to);
  }
}

/** Mends a region's links to and from all others. */
export function heal(replication: Replication, region: string): void {
  for (const { from, to } of linksOf(replication, region)) {
    replication.mend(from, to);
  }
}

function linksOf({ links }: Replication, region: string) {
  return links.filter(({ from, to }) => from === region || to === region);
}
