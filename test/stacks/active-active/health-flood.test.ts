import { RegionalWebAcl } from "../../../modules/firewall/regional-web-acl";
import { activeActive, activeActiveStacks, stackOf } from "../../helpers/active-active";
import { EvaluatedWebAcl } from "../../helpers/evaluated-web-acl";
import { Template } from "../../helpers/template";

type Section = NonNullable<Parameters<typeof activeActive>[0]>;

const REGIONS = ["eu-west-1", "us-east-1"];
/** An address of Route 53's checkers, and addresses of attackers. */
const CHECKER = "54.228.16.7";
const ATTACKERS = Array.from({ length: 8 }, (_, index) => `198.51.100.${index + 1}`);

function regionWith(api: Partial<Section["api"]> = {}): Template {
  const section: Section = { api: { auth: { type: "iam" }, ...api } };
  return stackOf(activeActiveStacks(activeActive(section, REGIONS)), "region-eu-west-1");
}

const region = regionWith();

describe("the web ACL of a region", () => {
  const decided = (path: string, address = CHECKER) => new EvaluatedWebAcl(region).decide({ path, address, at: 0 });

  it.each([
    "/health",
    "/health/",
    "//health",
    "/./health",
    "/items/../health",
    "/%68ealth",
    "/%68%65%61%6c%74%68",
    "/health%2f",
    "/dev/health",
    "//dev//%68ealth/",
  ])("recognizes %s as the health check", (path) => {
    expect(decided(path).rule).toBe("health-checkers");
  });

  it.each(["/items/health", "/items", "/healthy", "/", "/other/health", "/health/x", "/prod/health"])(
    "does not take %s for the health check",
    (path) => {
      expect(decided(path).rule).toBeUndefined();
    },
  );

  it("counts every path of an address in exactly one rule, so that none is unlimited", () => {
    const limited = regionWith({ webAcl: { requestsPer5Minutes: 1_000 } });
    for (const path of ["/health", "//health", "/%68ealth", "/HEALTH", "/health;x", "/items/health", "/%2568ealth"]) {
      const acl = new EvaluatedWebAcl(limited, 1);
      const rules = new Set<string | undefined>();
      // Within two seconds, more than both limits.
      for (let count = 0; count < 1_100; count += 1) {
        rules.add(acl.decide({ path, address: "198.51.100.1", at: count / 1_050 }).rule);
      }
      expect([path, [...rules].filter(Boolean)]).toEqual([
        path,
        [/^\/+(%68|h)ealth$/.test(path) ? "health-limit" : "rate-limit"],
      ]);
    }
  });

  it("does not block an address that sends a fifth of what the API serves", () => {
    const acl = new EvaluatedWebAcl(region);
    const perSecond = 120;
    const actions = new Set<string>();
    for (let count = 0; count < perSecond * 320; count += 1) {
      actions.add(acl.decide({ path: "/items/1", address: "198.51.100.1", at: count / perSecond }).action);
    }
    expect([...actions]).toEqual(["allow"]);
  });
});

describe("a flood of /health", () => {
  it.each([1, 50])("by 8 addresses with %d requests a second each refuses no checker", (perSecond) => {
    expect(refusedCheckers(region, perSecond)).toEqual([]);
  });

  it("by 8 addresses with 500 requests a second each ends when WAF notices it, after at most 30 s", () => {
    const times = refusedCheckers(region, 500);
    expect(times.length).toBeGreaterThan(0);
    expect(Math.max(...times)).toBeLessThanOrEqual(31);
  });

  it("by any number of addresses and requests refuses no checker, if only the checkers may request it", () => {
    expect(refusedCheckers(regionWith({ webAcl: { healthFrom: "checkers" } }), 500)).toEqual([]);
  });

  it("refuses checkers if all requests share one limit, as without rules of its own", () => {
    const shared = Template.of((scope) => {
      const arns = { stageArn: "stage", kmsKeyArn: "key" };
      new RegionalWebAcl(scope, "web-acl", { name: "items", accountId: "123456789012", region: "eu-west-1", ...arns });
    });
    const late = refusedCheckers(shared, 6.6, { rate: 50, burst: 100 }).filter((at) => at > 60);
    expect(late.length).toBeGreaterThan(0);
  });
});

interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

function throttleOf(template: Template): Throttle {
  const { settings } = template.one("aws_api_gateway_method_settings", { method_path: "~1health/GET" });
  return { rate: settings.throttling_rate_limit, burst: settings.throttling_burst_limit };
}

/** A client that sends a request every `every` seconds, the first after `offset` seconds. */
interface Client {
  readonly address: string;
  readonly every: number;
  readonly offset: number;
}

/** Requests for a flood. More would only take longer. */
const MOST_REQUESTS = 160_000;

/**
 * Sends the requests of 12 checkers of three checker regions, each every 10 s, and of 8 attackers through the web ACL and the throttle of
 * the method, a token bucket. Returns the times of the checkers' refused requests, in seconds.
 */
function refusedCheckers(template: Template, perAttacker: number, throttle = throttleOf(template)): number[] {
  const acl = new EvaluatedWebAcl(template);
  const seconds = Math.min(600, MOST_REQUESTS / (ATTACKERS.length * perAttacker));
  const attackers = ATTACKERS.map((address, index) => ({ address, every: 1 / perAttacker, offset: index / 1_000 }));
  const checkers = Array.from({ length: 12 }, (_, index) => ({
    address: `54.228.16.${index + 1}`,
    every: 10,
    offset: index * 0.8,
  }));
  const bucket = { tokens: throttle.burst, at: 0 };
  return requestsOf([...checkers, ...attackers], seconds).flatMap(({ address, at }) => {
    const { action } = acl.decide({ address, at, path: "/health" });
    const isServed = action === "allow" && take(bucket, at, throttle);
    return isServed || !address.startsWith("54.") ? [] : [at];
  });
}

function requestsOf(clients: readonly Client[], seconds: number) {
  return clients
    .flatMap(({ address, every, offset }) =>
      Array.from({ length: Math.floor(seconds / every) }, (_, index) => ({ address, at: offset + index * every })),
    )
    .sort((one, other) => one.at - other.at);
}

/** Takes a token, if there is one. */
function take(bucket: { tokens: number; at: number }, at: number, { rate, burst }: Throttle): boolean {
  bucket.tokens = Math.min(burst, bucket.tokens + (at - bucket.at) * rate);
  bucket.at = at;
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}
