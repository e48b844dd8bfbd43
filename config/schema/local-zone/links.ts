import type { z } from "zod";
import { canonical } from "../../../modules/shared/cidr";
import { peerAddress } from "../fields/addresses";
import type { Fail } from "../fields/fail";
import type { virtualInterface } from "./virtual-interface";

type VirtualInterface = z.output<typeof virtualInterface>;

/** Rules for several virtual interfaces together. */
export function checkLinks(links: readonly VirtualInterface[], fail: Fail): void {
  checkUnique(links, fail);
  if (links.length < 2) {
    return;
  }
  const unnamed = links.findIndex(({ name }) => name === undefined);
  for (const [index, { name }] of links.entries()) {
    if (name === undefined && index !== unnamed) {
      fail([index, "name"], "must be set; only one virtual interface may have no name");
    }
  }
  for (const [index, { location }] of links.entries()) {
    if (location === undefined) {
      fail([index, "location"], "must be set if there are several virtual interfaces; the resiliency class needs it");
    }
  }
  // AWS compares communities before AS paths, so an interface without a community is not at the end of the order.
  const named = links.filter(({ preference }) => preference !== undefined).length;
  for (const [index, { preference }] of links.entries()) {
    if (preference === undefined && named > 0) {
      fail([index, "preference"], "must be set for each virtual interface or for none");
    }
  }
}

/** No two entries use the same VLAN of a connection, the same hosted interface or the same peer addresses. */
function checkUnique(links: readonly VirtualInterface[], fail: Fail): void {
  for (const [index, link] of links.entries()) {
    for (const other of links.slice(0, index)) {
      if ("hosted" in link && "hosted" in other && link.hosted === other.hosted) {
        fail([index, "hosted"], "must be named once only");
      }
      if ("hosted" in link || "hosted" in other) {
        continue;
      }
      if (link.connectionId === other.connectionId && link.vlan === other.vlan) {
        fail([index, "vlan"], `must differ on the connection ${link.connectionId}`);
      }
      if (blockOf(link) !== undefined && blockOf(link) === blockOf(other)) {
        fail([index, "amazonAddress"], `must be in another block than ${blockOf(other)}; each session has its own`);
      }
    }
  }
}

function blockOf({ amazonAddress }: { readonly amazonAddress: string }): string | undefined {
  return peerAddress.safeParse(amazonAddress).success ? canonical(amazonAddress) : undefined;
}
