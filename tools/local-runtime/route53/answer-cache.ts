import type { Answer } from "./zone-answers";

/** An answer in the cache of a resolver. Times are milliseconds. */
export interface CachedAnswer {
  /** Undefined for a name that does not exist. */
  readonly answer: Answer | undefined;
  readonly expiresAt: number;
}

/**
 * How long a resolver keeps the information that a name does not exist: the smaller one of the TTL of the zone's SOA record (900 s) and
 * of its minimum field (86,400 s).
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html and https://www.rfc-editor.org/rfc/rfc2308#section-5
 */
const NEGATIVE_TTL_SECONDS = 900;

/** Cache of a resolver, by name. It keeps every answer for its TTL, also one with an unhealthy region. */
export class AnswerCache {
  private readonly answers = new Map<string, CachedAnswer>();
  private readonly speed: number;

  /** @param speed factor by which TTLs are shorter than on AWS */
  constructor(speed: number) {
    this.speed = speed;
  }

  /** The answer for a name. `ask` is called if there is none, or if it has expired. */
  resolve(name: string, now: number, ask: () => Answer | undefined): CachedAnswer {
    const cached = this.peek(name, now);
    if (cached) {
      return cached;
    }
    const answer = ask();
    const ttlSeconds = answer?.ttlSeconds ?? NEGATIVE_TTL_SECONDS;
    const fresh = { answer, expiresAt: now + (ttlSeconds * 1000) / this.speed };
    this.answers.set(name, fresh);
    return fresh;
  }

  /** The answer in the cache that has not expired. */
  peek(name: string, now: number): CachedAnswer | undefined {
    const cached = this.answers.get(name);
    return cached && now < cached.expiresAt ? cached : undefined;
  }
}
