import type { HostileRequest } from "./hostile-request";
import type { Oracle } from "./oracle";
import { hostilePost } from "./posts";
import type { Random } from "./random";
import { hostileGet, hostileRoute } from "./reads-and-routes";

/** Makes a random request for a region. `oracle` knows its items. */
export function hostileRequest(random: Random, oracle: Oracle, prefix: string): HostileRequest {
  const roll = random.next();
  if (roll < 0.6) {
    return hostilePost(random, oracle, prefix);
  }
  return roll < 0.8 ? hostileGet(random, oracle, prefix) : hostileRoute(random);
}
