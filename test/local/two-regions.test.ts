import { runtimeCopy, StartedRuntime } from "../helpers/started-runtime";

describe("npm start", () => {
  let runtime: StartedRuntime;
  beforeAll(async () => {
    runtime = await StartedRuntime.ready(runtimeCopy(), ["--speed", "20", "--replication-delay", "50"]);
  });
  afterAll(() => runtime.end());

  const west = () => runtime.urls.regionUrls["eu-west-1"];
  const central = () => runtime.urls.regionUrls["eu-central-1"];
  const regionOf = (region: string) =>
    runtime.state().then(({ regions }) => regions.find(({ name }) => name === region));

  it("answers at the page, the shared name and each region", async () => {
    const page = await fetch(runtime.urls.control);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    for (const url of [undefined, west(), central()]) {
      expect((await runtime.request("GET", "/health", undefined, url)).status).toBe(200);
    }
    expect(runtime.output.stderr).toMatch(/^Synthesizing every environment \.\.\.\n$/);
  });

  it("reads an item in one region that was written in the other", async () => {
    const written = await runtime.request("POST", "/items", { item_id: "one", n: 1 }, west());
    expect(written).toMatchObject({ status: 201, json: { item: { origin_region: "eu-west-1", n: 1 } } });
    await runtime.until(
      ({ items }) => items.find(({ id, regions }) => id === "one" && regions.length === 2),
      "the item in both regions",
    );
    const read = await runtime.request("GET", "/items/one", undefined, central());
    expect(read).toMatchObject({ status: 200, json: { retrieved_from: "eu-central-1", item: { n: 1 } } });
  });

  it("accepts signed requests only", async () => {
    expect((await fetch(`${west()}/items/one`)).status).toBe(403);
  });

  it("answers every request by the other region after the switch, when one fails", async () => {
    await runtime.operate({ type: "fail", region: "eu-west-1" });
    let [lost, switched] = [0, 0];
    // Each request waits for the previous one. The switch ends the loop, however long it takes.
    for (let index = 0; switched < 20; index++) {
      const { status, json } = await runtime.request("POST", "/items", { item_id: `during-${index}` });
      if (status === 201) {
        expect(json.item.origin_region).toBe("eu-central-1");
        switched += 1;
      } else {
        expect([status, switched]).toEqual(["ECONNRESET", 0]);
        lost += 1;
      }
    }
    expect(lost).toBeGreaterThan(0);
    expect(await regionOf("eu-west-1")).toMatchObject({
      recordHealthy: false,
      endpointHealthy: false,
      faults: { down: true },
    });
    const { sharedName, alarms, timeline } = await runtime.state();
    expect(sharedName.answer?.region).toBe("eu-central-1");
    expect(sharedName.failedShare).toBeGreaterThan(0);
    expect(alarms).toContain("eu-west-1-unhealthy");
    expect(timeline.find(({ kind, region }) => kind === "dns" && region === "eu-central-1")).toBeDefined();
  });

  it("answers as Route 53 does when no region is healthy: as if all were", async () => {
    await runtime.operate({ type: "fail", region: "eu-central-1" });
    await runtime.until(
      ({ regions }) => regions.every(({ recordHealthy }) => !recordHealthy) || undefined,
      "no region",
    );
    await runtime.until(async ({ sharedName }) => {
      expect((await runtime.request("GET", "/health")).status).toBe("ECONNRESET");
      return sharedName.answer?.region === "eu-west-1" || undefined;
    }, "the answer with the nearest region");
    await runtime.operate({ type: "heal", region: "eu-west-1" });
    await runtime.operate({ type: "heal", region: "eu-central-1" });
    await runtime.until(
      ({ regions }) => regions.every(({ recordHealthy }) => recordHealthy) || undefined,
      "both regions",
    );
    expect(await runtime.request("GET", "/items/one")).toMatchObject({ status: 200, json: { item: { n: 1 } } });
  });

  it("makes the health function answer with another status, and the region unhealthy", async () => {
    await runtime.operate({ type: "health-status", region: "eu-west-1", status: 503 });
    expect(await runtime.request("GET", "/health", undefined, west())).toMatchObject({
      status: 503,
      json: { status: "drill" },
    });
    expect((await runtime.request("GET", "/items/one", undefined, west())).status).toBe(200);
    await runtime.until(({ regions }) => regions.some(({ recordHealthy }) => !recordHealthy) || undefined, "the check");
    await runtime.operate({ type: "heal", region: "eu-west-1" });
    expect((await runtime.request("GET", "/health", undefined, west())).status).toBe(200);
  });

  it("makes a region unhealthy whose writes fail, while it still reads", async () => {
    await runtime.operate({ type: "fail-writes", region: "eu-west-1" });
    expect((await runtime.request("POST", "/items", { item_id: "no" }, west())).status).toBe(503);
    expect((await runtime.request("GET", "/items/one", undefined, west())).status).toBe(200);
    await runtime.until(
      ({ regions }) => regions.find(({ name, recordHealthy }) => name === "eu-west-1" && !recordHealthy),
      "the unhealthy region",
    );
    await runtime.operate({ type: "heal", region: "eu-west-1" });
    await runtime.until(
      ({ regions }) => regions.every(({ recordHealthy }) => recordHealthy) || undefined,
      "both regions",
    );
    expect((await runtime.request("POST", "/items", { item_id: "yes" }, west())).status).toBe(201);
  });

  it("keeps writes while replication is severed, and delivers them after it is mended", async () => {
    await runtime.operate({ type: "sever", from: "eu-west-1", to: "eu-central-1" });
    await runtime.request("POST", "/items", { item_id: "severed" }, west());
    const queue = await runtime.until(
      ({ replication }) => replication.find(({ from, queue }) => from === "eu-west-1" && queue > 0),
      "the queue",
    );
    expect(queue.severed).toBe(true);
    expect((await runtime.request("GET", "/items/severed", undefined, central())).status).toBe(404);
    await runtime.operate({ type: "mend", from: "eu-west-1", to: "eu-central-1" });
    await runtime.until(
      ({ items }) => items.find(({ id, regions }) => id === "severed" && regions.length === 2),
      "the item in both regions",
    );
    expect((await runtime.request("GET", "/items/severed", undefined, central())).status).toBe(200);
  });

  it("takes an evacuated region out of DNS, and refuses the last one", async () => {
    await runtime.operate({ type: "drain", region: "eu-west-1" });
    await runtime.until(({ sharedName, regions }) => {
      const [region] = regions;
      void runtime.request("GET", "/health");
      return (region?.evacuated && sharedName.answer?.region === "eu-central-1") || undefined;
    }, "the evacuation");
    await expect(runtime.operate({ type: "drain", region: "eu-central-1" })).rejects.toThrow(
      /must leave a healthy region/,
    );
    expect((await runtime.request("GET", "/items/one", undefined, west())).status).toBe(200);
    await runtime.operate({ type: "undrain", region: "eu-west-1" });
    await runtime.until(({ regions }) => regions.every(({ evacuated }) => !evacuated) || undefined, "the return");
  });

  it("shows the share of the regions, and the requests that the page sends", async () => {
    const response = await fetch(new URL("requests", runtime.urls.control), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ method: "GET", path: "/items/one" }),
    });
    expect(await response.json()).toMatchObject({ status: 200, region: expect.stringMatching(/^eu-/) });
    const { regions, sharedName } = await runtime.state();
    expect(sharedName.requestsPerSecond).toBeGreaterThan(0);
    expect(regions.reduce((sum, { trafficShare }) => sum + trafficShare, 0)).toBeLessThanOrEqual(1);
  });
});
