import fc from "fast-check";
import {
  BORROW_SECONDS,
  FAILOVER_SECONDS,
  LONGEST_API_SECONDS,
  requestTimes,
} from "../../../modules/shared/request-times";

describe("requestTimes", () => {
  it("ends each limit before the one around it, and before the proxy's", () => {
    const seconds = fc.integer({ min: 5, max: LONGEST_API_SECONDS });
    fc.assert(
      fc.property(seconds, (apiSeconds) => {
        const { apiMilliseconds, functionSeconds, requestSeconds } = requestTimes(apiSeconds);
        expect(requestSeconds).toBeGreaterThan(0);
        expect(functionSeconds).toBeGreaterThan(requestSeconds);
        expect(apiMilliseconds).toBeGreaterThan(functionSeconds * 1000);
        expect(BORROW_SECONDS).toBeGreaterThan(requestSeconds);
      }),
    );
  });

  it("uses what API Gateway allows by default", () => {
    expect(requestTimes()).toEqual({ apiMilliseconds: 29_000, functionSeconds: 28, requestSeconds: 26 });
  });

  it("lets the proxy hold clients for longer than a failover", () => {
    expect(BORROW_SECONDS).toBeGreaterThan(FAILOVER_SECONDS);
  });
});
