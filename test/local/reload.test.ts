import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../helpers/eventually";
import { backendConfig, runtimeCopy, StartedRuntime } from "../helpers/started-runtime";

const THREE = ["eu-west-1", "eu-central-1", "us-east-1"];

describe("a saved change", () => {
  const copy = runtimeCopy();
  let runtime: StartedRuntime;
  beforeAll(async () => {
    runtime = await StartedRuntime.ready(copy, ["--speed", "20", "--replication-delay", "20"]);
    expect((await runtime.request("POST", "/items", { item_id: "kept" })).status).toBe(201);
  });
  afterAll(() => runtime.end());

  const save = (text: string, path = "config/dev.ts") => writeFileSync(join(copy.root, path), text);
  const region = (name: string) => runtime.state().then(({ regions }) => regions.find((one) => one.name === name));

  /** Waits until a number of changes is in use. */
  let reloads = 0;
  async function inUse(): Promise<void> {
    reloads += 1;
    await runtime.until(
      ({ timeline }) =>
        timeline.filter(({ text }) => text === "the saved change is in use").length >= reloads || undefined,
      "the reload",
    );
    expect((await runtime.state()).fault).toBeUndefined();
    // A removed region stays in the resolver's cache for the TTL, as on AWS.
    await eventually(
      async () => (await runtime.request("GET", "/items/kept")).status === 200 || undefined,
      "an answer of a region that is left",
    );
    // Nothing of a synthesis is left.
    expect(readdirSync(join(copy.root, ".build", "local-runtime"))).toEqual(["dev.json"]);
  }

  it("of the regions adds a region with all items", async () => {
    save(backendConfig({}, THREE));
    await inUse();
    const added = await region("us-east-1");
    const read = await runtime.request("GET", "/items/kept", undefined, added?.url);
    expect(read).toMatchObject({
      status: 200,
      json: { retrieved_from: "us-east-1", item: { origin_region: "eu-west-1" } },
    });
    const written = await runtime.request("POST", "/items", { item_id: "third" }, added?.url);
    expect(written.status).toBe(201);
    await runtime.until(
      ({ items }) => items.find(({ id, regions }) => id === "third" && regions.length === 3),
      "the item",
    );
    await runtime.operate({ type: "clients", region: "us-east-2" });
    expect((await runtime.request("GET", "/items/third")).json.retrieved_from).toBe("us-east-1");
    await runtime.operate({ type: "clients", region: "eu-west-1" });
  });

  it("of the routing policy answers by weight", async () => {
    save(backendConfig({ routing: { policy: "weighted" } }, THREE));
    await inUse();
    expect((await runtime.state()).sharedName.policy).toBe("weighted");
    const answering = new Set<string>();
    while (answering.size < 3) {
      // Their new resolver has an empty cache.
      await runtime.operate({ type: "clients", region: "eu-west-1" });
      answering.add((await runtime.request("GET", "/items/kept")).json.retrieved_from);
    }
    expect([...answering].sort()).toEqual([...THREE].sort());
  });

  it("of a limit throttles, and of a concurrency is shown", async () => {
    const api = {
      auth: { type: "iam" as const },
      concurrency: { getItem: 7 },
      throttling: { createItem: { requestsPerSecond: 1, burst: 1 } },
    };
    save(backendConfig({ api }, THREE));
    await inUse();
    const functions = (await region("eu-west-1"))?.functions ?? [];
    expect(functions.find(({ name }) => name.endsWith("get-item"))?.limit).toBe(7);
    const statuses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => runtime.request("POST", "/items", { item_id: `limited-${index}` })),
    );
    expect(statuses.some(({ status }) => status === 429)).toBe(true);
    expect(statuses.some(({ status }) => status === 201)).toBe(true);
  });

  it("of the description adds a route", async () => {
    const path = join(copy.root, "lambdas/items/openapi.yaml");
    const description = readFileSync(path, "utf8");
    const [, route = ""] = /^( {2}\/items\/\{item_id\}:\n(?: {3,}.*\n)+)/m.exec(description) ?? [];
    const added = route
      .replace("/items/", "/things/")
      .replace(/operationId: \w+/, "operationId: getThing")
      .replace(/&\w+/g, "");
    save(description.replace(route, route + added), "lambdas/items/openapi.yaml");
    await inUse();
    expect((await runtime.request("GET", "/things/kept")).json).toMatchObject({ item: { item_id: "kept" } });
  });

  it("of a function is answered by the new code, while requests in progress end with the old one", async () => {
    // Longer than a reload, so that the new code is in use before a function has the request.
    await runtime.operate({ type: "slow", region: "eu-west-1", ms: 6000 });
    const west = (await region("eu-west-1"))?.url;
    const inProgress = runtime.request("GET", "/items/kept", undefined, west);
    const path = join(copy.root, "lambdas/items/get-item/core.ts");
    save(readFileSync(path, "utf8").replace("retrieved_from", "answered_by"), "lambdas/items/get-item/core.ts");
    await inUse();
    expect((await inProgress).status).toBe(200);
    await runtime.operate({ type: "heal", region: "eu-west-1" });
    expect((await runtime.request("GET", "/items/kept", undefined, west)).json).toMatchObject({
      answered_by: "eu-west-1",
    });
  });

  it("with a fault is shown, and the backend before runs on", async () => {
    save(backendConfig({}, THREE).replace('"iam"', '"iamm"'));
    const fault = await runtime.until(({ fault }) => fault, "the fault");
    expect(fault).toMatch(/^config\/dev\.ts: 1 problem\n {2}activeActive\.api\.auth/);
    expect(runtime.output.stdout).toContain("  activeActive.api.auth");
    expect((await runtime.request("GET", "/items/kept")).status).toBe(200);
  });

  it("in the middle of another leads to the last one", async () => {
    for (const regions of [THREE, THREE.slice(0, 2), THREE, THREE.slice(0, 2), THREE]) {
      // As an editor does.
      save(backendConfig({}, regions), "config/.dev.ts.new");
      renameSync(join(copy.root, "config/.dev.ts.new"), join(copy.root, "config/dev.ts"));
    }
    await inUse();
    expect((await runtime.state()).regions.map(({ name }) => name)).toEqual(THREE);
  });

  it("of the regions removes one, and its items stay in the others", async () => {
    save(backendConfig({}, ["eu-central-1", "us-east-1"]));
    await inUse();
    const state = await runtime.state();
    expect(state.regions.map(({ name }) => name)).toEqual(["eu-central-1", "us-east-1"]);
    expect(state.replication).toHaveLength(2);
    expect((await runtime.request("GET", "/items/third")).status).toBe(200);
  });
});
