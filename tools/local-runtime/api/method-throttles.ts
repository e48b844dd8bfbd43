import type { Throttle } from "../model/backend";

/** A token bucket: `burst` requests at once, and `rate` more each second. */
class TokenBucket {
  private readonly limits: Throttle;
  private tokens: number;
  private updatedAt: number;

  constructor(limits: Throttle, now: number) {
    this.limits = limits;
    this.tokens = limits.burst;
    this.updatedAt = now;
  }

  take(now: number): boolean {
    const { rate, burst } = this.limits;
    // A clock that is set back adds nothing.
    const added = (Math.max(0, now - this.updatedAt) / 1000) * rate;
    this.tokens = Math.min(burst, this.tokens + added);
    this.updatedAt = now;
    if (this.tokens < 1) {
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}

/** Name of the limits for all methods without limits of their own. */
const EVERY_METHOD = "*/*";

/**
 * The limits of a stage's methods.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export class MethodThrottles {
  private readonly buckets: ReadonlyMap<string, TokenBucket>;
  private readonly now: () => number;

  /**
   * @param throttles limits by `method_path` of Terraform, e.g. `~1items/POST`
   * @param now milliseconds of a clock
   */
  constructor(throttles: Readonly<Record<string, Throttle>>, now: () => number) {
    this.now = now;
    const started = now();
    this.buckets = new Map(
      Object.entries(throttles).map(([name, limits]) => [routeOf(name), new TokenBucket(limits, started)]),
    );
  }

  /** Whether the limits permit a request now. */
  permits(method: string, path: string): boolean {
    const bucket = this.buckets.get(`${method} ${path}`) ?? this.buckets.get(EVERY_METHOD);
    return bucket?.take(this.now()) ?? true;
  }
}

/** `POST /items` for `~1items/POST`. */
function routeOf(name: string): string {
  if (name === EVERY_METHOD) {
    return name;
  }
  const end = name.lastIndexOf("/");
  const path = name.slice(0, end).replaceAll("~1", "/");
  return `${name.slice(end + 1)} ${path.startsWith("/") ? path : `/${path}`}`;
}
