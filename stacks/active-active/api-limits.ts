import type { ActiveActiveConfig } from "../../config/schema";
import type { Throttling } from "../../modules/api/rest-api";
import { ensure } from "../../modules/shared/errors";

type ApiConfig = ActiveActiveConfig["api"];

/** A method with its own throttle. */
export type ThrottledMethod = "getItem" | "createItem" | "health";

/** Limits of one region's API: of API Gateway, Lambda and WAF. */
export interface ApiLimits {
  /** Requests per second and burst of each method. */
  readonly methods: Readonly<Record<ThrottledMethod, Required<Limits>>>;
  /** Reserved concurrency of each function. */
  readonly concurrency: Readonly<Record<ThrottledMethod | "authorizer", number>>;
  /** Requests of one address in 5 minutes, without the health check. */
  readonly addressLimit: number;
}

interface Limits {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** Path of the health check, unless the configuration has another. */
const HEALTH_PATH = "/health";

const METHODS: ApiLimits["methods"] = {
  getItem: { requestsPerSecond: 400, burst: 800 },
  createItem: { requestsPerSecond: 200, burst: 400 },
  // Far above what the checkers need, because a client that uses up this limit makes the region unhealthy.
  health: { requestsPerSecond: 500, burst: 500 },
};

const CONCURRENCY: ApiLimits["concurrency"] = { getItem: 100, createItem: 100, health: 50, authorizer: 50 };

/** Part of the API's requests that one address may send. */
const ADDRESS_SHARE = 1 / 4;
/** Seconds over which WAF counts. */
const WAF_WINDOW = 300;
/**
 * Health checkers in a checker region, at most. There are about 15 in 8 regions: at an interval of 30 s, an endpoint gets a request
 * about every two seconds. Route 53 publishes four address ranges in each of these regions (GetCheckerIpRanges).
 * https://docs.aws.amazon.com/cloud-map/latest/api/API_HealthCheckConfig.html
 */
const CHECKERS_PER_REGION = 4;
/** Checker regions of Route 53. A configuration selects some of them. */
const CHECKER_REGIONS = 8;
/** Seconds between two requests of a checker. */
const CHECK_INTERVAL = 10;
/** The throttle is at least so many times the demand of all checkers. */
const HEALTH_MARGIN = 10;
/** Requests per second that one execution of the health function answers: 100 ms each. Most answers are cached and faster. */
const HEALTH_PER_EXECUTION = 10;

/** The path of the health check in the API, in the rules of the web ACL, and in the health checks. */
export function healthPathOf({ healthPath = HEALTH_PATH }: Pick<ApiConfig, "healthPath">): string {
  return healthPath;
}

/** Requests per second that all health checkers send together, at most. */
export function checkerDemand(): number {
  return (CHECKERS_PER_REGION * CHECKER_REGIONS) / CHECK_INTERVAL;
}

/**
 * The limits of an API, with the defaults.
 *
 * @throws Error when limits contradict each other
 */
export function apiLimits({ throttling = {}, concurrency = {}, webAcl }: ApiConfig): ApiLimits {
  const methods = {
    getItem: merged(METHODS.getItem, throttling.getItem),
    createItem: merged(METHODS.createItem, throttling.createItem),
    health: merged(METHODS.health, throttling.health),
  };
  const executions = {
    getItem: concurrency.getItem ?? CONCURRENCY.getItem,
    createItem: concurrency.createItem ?? CONCURRENCY.createItem,
    health: concurrency.health ?? CONCURRENCY.health,
    authorizer: concurrency.authorizer ?? CONCURRENCY.authorizer,
  };
  ensureHealth(methods.health, executions.health);
  const served = WAF_WINDOW * (methods.getItem.requestsPerSecond + methods.createItem.requestsPerSecond);
  const acl = webAcl === "none" ? {} : (webAcl ?? {});
  ensure(
    acl.healthFrom !== "checkers" || acl.healthRequestsPer5Minutes === undefined,
    "activeActive.api.webAcl.healthRequestsPer5Minutes",
    "not be set with healthFrom checkers",
    acl.healthRequestsPer5Minutes,
    "all other addresses are blocked",
  );
  const addressLimit = acl.requestsPer5Minutes ?? Math.max(10, Math.floor(served * ADDRESS_SHARE));
  ensure(
    addressLimit <= served,
    "activeActive.api.webAcl.requestsPer5Minutes",
    `be at most ${served}, which getItem and createItem serve in 5 minutes`,
    addressLimit,
    "with more, API Gateway refuses the requests of all callers first",
  );
  return { methods, concurrency: executions, addressLimit };
}

function ensureHealth({ requestsPerSecond, burst }: Limits, executions: number): void {
  const least = Math.ceil(checkerDemand() * HEALTH_MARGIN);
  ensure(
    requestsPerSecond >= least,
    "activeActive.api.throttling.health.requestsPerSecond",
    `be at least ${least}, ${HEALTH_MARGIN} times what all health checkers send`,
    requestsPerSecond,
  );
  // Checkers do not coordinate, so all of them may send at the same time.
  const checkers = CHECKERS_PER_REGION * CHECKER_REGIONS;
  ensure(
    burst >= checkers,
    "activeActive.api.throttling.health.burst",
    `be at least ${checkers}, the number of health checkers`,
    burst,
  );
  const needed = Math.ceil(requestsPerSecond / HEALTH_PER_EXECUTION);
  ensure(
    executions >= needed,
    "activeActive.api.concurrency.health",
    `be at least ${needed}, a tenth of api.throttling.health.requestsPerSecond`,
    executions,
    "otherwise Lambda refuses requests that API Gateway accepts",
  );
}

function merged(defaults: Limits, given: Throttling = {}): Limits {
  const { requestsPerSecond = defaults.requestsPerSecond, burst = defaults.burst } = given;
  return { requestsPerSecond, burst };
}
