import { MethodThrottles } from "../../../../tools/local-runtime/api/method-throttles";

describe("MethodThrottles", () => {
  let now = 0;
  const throttles = () => {
    now = 1_000;
    return new MethodThrottles(
      {
        "*/*": { rate: 1, burst: 2 },
        "~1items~1{item_id}/GET": { rate: 10, burst: 3 },
        "~1off/GET": { rate: 0, burst: 0 },
      },
      () => now,
    );
  };
  /** How many of 10 requests are permitted. */
  const permitted = (it: MethodThrottles, method: string, path: string) =>
    Array.from({ length: 10 }, () => it.permits(method, path)).filter(Boolean).length;

  it("permits the burst at once, and the rate afterwards", () => {
    const it = throttles();
    expect(permitted(it, "GET", "/items/{item_id}")).toBe(3);
    now += 100;
    expect(permitted(it, "GET", "/items/{item_id}")).toBe(1);
    now += 250;
    expect(permitted(it, "GET", "/items/{item_id}")).toBe(2);
    now += 60_000;
    expect(permitted(it, "GET", "/items/{item_id}")).toBe(3);
  });

  it("has one limit for all methods without limits of their own", () => {
    const it = throttles();
    expect([it.permits("POST", "/items"), it.permits("GET", "/other"), it.permits("POST", "/items")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(it.permits("GET", "/items/{item_id}")).toBe(true);
  });

  it("permits nothing with a limit of 0", () => {
    expect(permitted(throttles(), "GET", "/off")).toBe(0);
  });

  it("permits everything without limits", () => {
    expect(permitted(new MethodThrottles({}, () => 0), "GET", "/items")).toBe(10);
  });

  it("adds nothing when the clock is set back", () => {
    const it = throttles();
    permitted(it, "POST", "/items");
    now -= 10_000;
    expect(it.permits("POST", "/items")).toBe(false);
    now += 1_000;
    expect(it.permits("POST", "/items")).toBe(true);
  });
});
