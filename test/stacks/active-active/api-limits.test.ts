import { apiLimits, checkerDemand, healthPathOf } from "../../../stacks/active-active/api-limits";

type Api = Parameters<typeof apiLimits>[0];

const limits = (api: Partial<Api> = {}) => apiLimits({ auth: { type: "iam" }, ...api });

describe("apiLimits", () => {
  it("has defaults that agree", () => {
    const { methods, concurrency, addressLimit } = limits();
    expect(methods.health).toEqual({ requestsPerSecond: 500, burst: 500 });
    expect(concurrency).toEqual({ getItem: 100, createItem: 100, health: 50, authorizer: 50 });
    // A quarter of 600 requests per second.
    expect(addressLimit).toBe(45_000);
    expect(checkerDemand()).toBe(3.2);
  });

  it("lets one address send a quarter of what the configured methods serve", () => {
    const slow = { requestsPerSecond: 2 };
    expect(limits({ throttling: { getItem: slow, createItem: slow } }).addressLimit).toBe(300);
    expect(limits({ webAcl: { requestsPer5Minutes: 50 } }).addressLimit).toBe(50);
  });

  it("merges given limits with the defaults", () => {
    const { methods, concurrency } = limits({ throttling: { getItem: { burst: 1 } }, concurrency: { health: 60 } });
    expect(methods.getItem).toEqual({ requestsPerSecond: 400, burst: 1 });
    expect(concurrency).toMatchObject({ createItem: 100, health: 60 });
  });

  it("has the path /health unless the configuration has another", () => {
    expect(healthPathOf({})).toBe("/health");
    expect(healthPathOf({ healthPath: "/health-0123456789abcdef" })).toBe("/health-0123456789abcdef");
  });

  it.each<[string, Partial<Api>]>([
    [
      "activeActive.api.webAcl.requestsPer5Minutes must be at most 180000, which getItem and createItem serve in 5 minutes, got 180001; with more,",
      { webAcl: { requestsPer5Minutes: 180_001 } },
    ],
    [
      "activeActive.api.throttling.health.requestsPerSecond must be at least 32, 10 times what all health checkers send, got 31",
      { throttling: { health: { requestsPerSecond: 31 } } },
    ],
    [
      "activeActive.api.throttling.health.burst must be at least 32, the number of health checkers, got 31",
      { throttling: { health: { burst: 31 } } },
    ],
    [
      "activeActive.api.concurrency.health must be at least 50, a tenth of api.throttling.health.requestsPerSecond, got 49; otherwise Lambda",
      { concurrency: { health: 49 } },
    ],
    [
      "activeActive.api.webAcl.healthRequestsPer5Minutes must not be set with healthFrom checkers, got 100; all other addresses are blocked",
      { webAcl: { healthFrom: "checkers", healthRequestsPer5Minutes: 100 } },
    ],
  ])("fails: %s", (message, api) => {
    expect(() => limits(api)).toThrow(message);
  });
});
