import type { Phase } from "../model/phase";

/** What a drill reports while it runs. */
export interface Listener {
  /** A phase begins. */
  phase(name: Phase, text: string): void;
  /** Something happened: a region became unhealthy, the shared name switched. */
  event(text: string): void;
}
