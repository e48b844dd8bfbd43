import type { Clock } from "../clock";
import type { TimelineEvent } from "../control/runtime-state";
import { AnswerCache } from "../route53/answer-cache";
import type { LatencyMatrix } from "../route53/latency-matrix";
import type { Zone } from "../route53/zone";
import { ZoneAnswers } from "../route53/zone-answers";

export interface ResolverOptions {
  readonly clock: Clock;
  /** Factor by which TTLs are shorter than on AWS. */
  readonly speed: number;
  readonly latency: LatencyMatrix;
  /** A number from 0 to 1, without 1. It selects among weights. */
  readonly random: () => number;
  readonly isHealthy: (check: string) => boolean;
  /** Called when an answer names another region than the one before. */
  readonly onEvent: (event: Omit<TimelineEvent, "at">) => void;
}

/** The resolver of all clients of one name. */
export class Resolver {
  private readonly options: ResolverOptions;
  private cache: AnswerCache;
  private answers: ZoneAnswers | undefined;
  private name: string | undefined;
  private clients = "";
  private latest: string | undefined;
  private connections = new WeakMap<object, string>();

  constructor(options: ResolverOptions) {
    this.options = options;
    this.cache = new AnswerCache(options.speed);
  }

  /**
   * Answers with this zone from now on. Answers in the cache stay until their TTL ends, as after a change of records on AWS.
   *
   * @throws UsageError for records that Route 53 refuses
   */
  watch(name: string | undefined, zone: Zone): void {
    this.answers = new ZoneAnswers(zone, this.options.latency);
    this.name = name;
  }

  /** Moves the clients near another region. Their new resolver has an empty cache. */
  moveClients(region: string): void {
    this.clients = region;
    this.cache = new AnswerCache(this.options.speed);
    this.connections = new WeakMap();
  }

  /**
   * The region that a client connects to. Undefined if the name does not exist.
   *
   * @param connection an open connection of a client, which stays with its region whatever the answers are, as HTTP clients do. Without
   *   it, the client opens a new one for each request.
   */
  region(connection?: object): string | undefined {
    const kept = connection && this.connections.get(connection);
    const region = kept ?? this.resolve();
    if (connection && region !== undefined) {
      this.connections.set(connection, region);
    }
    return region;
  }

  /** The answer in the cache that has not expired. */
  cached(): { readonly region: string; readonly expiresAt: number } | undefined {
    const cached = this.name === undefined ? undefined : this.cache.peek(this.name, this.options.clock.now());
    return cached?.answer && { region: cached.answer.region, expiresAt: cached.expiresAt };
  }

  private resolve(): string | undefined {
    const { name, answers, clients } = this;
    const { clock, isHealthy: health, random, onEvent } = this.options;
    if (name === undefined || answers === undefined) {
      return undefined;
    }
    const ask = () => answers.answer({ name, clients, health, random: random() });
    const { answer } = this.cache.resolve(name, clock.now(), ask);
    if (answer && answer.region !== this.latest) {
      this.latest = answer.region;
      onEvent({ kind: "dns", region: answer.region, text: `${name} resolves to ${answer.region}` });
    }
    return answer?.region;
  }
}
