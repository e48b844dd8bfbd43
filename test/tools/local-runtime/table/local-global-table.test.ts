import { LocalGlobalTable } from "../../../../tools/local-runtime/table/local-global-table";

const [IRELAND, FRANKFURT, OHIO] = ["eu-west-1", "eu-central-1", "us-east-2"] as const;

function item(id: string, region: string = IRELAND, version = 1) {
  return {
    item_id: { S: id },
    origin_region: { S: region },
    version: { N: String(version) },
    created_at: { S: "2026-11-25T00:00:00.000Z" },
  };
}

describe("LocalGlobalTable", () => {
  let table: LocalGlobalTable;
  const put = (region: string, Item: object) => table.database(region).client("PutItem", { TableName: "Items", Item });
  const ids = async (region: string) =>
    (await table.database(region).items("Items")).map(({ item_id }) => String(item_id?.S));

  beforeEach(async () => {
    table = await LocalGlobalTable.start({
      table: { name: "Items", partitionKey: "item_id" },
      regions: [IRELAND, FRANKFURT],
      delayMs: 5,
    });
  });
  afterEach(() => table.close());

  it("shows the newest items first, with the regions that have this version", async () => {
    await put(IRELAND, item("first"));
    await table.settled();
    table.sever(FRANKFURT, IRELAND);
    await put(FRANKFURT, item("second", FRANKFURT, 3));
    await put(FRANKFURT, { item_id: { S: "_tierra_heartbeat_eu-central-1" } });
    const createdAt = "2026-11-25T00:00:00.000Z";
    expect(table.items()).toEqual([
      { id: "second", originRegion: FRANKFURT, version: 3, createdAt, regions: [FRANKFURT] },
      { id: "first", originRegion: IRELAND, version: 1, createdAt, regions: [IRELAND, FRANKFURT] },
    ]);
    expect(table.count).toBe(2);
  });

  it("shows the queue of each link, and empties it when the link is mended", async () => {
    let changes = 0;
    table.onChange(() => {
      changes += 1;
    });
    table.sever(IRELAND, FRANKFURT);
    await put(IRELAND, item("queued"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [back, severed] = table.links().sort((one, other) => one.queue - other.queue);
    expect(back).toEqual({ from: FRANKFURT, to: IRELAND, severed: false, queue: 0, ageMs: 0 });
    expect(severed).toMatchObject({ from: IRELAND, to: FRANKFURT, severed: true, queue: 1 });
    expect(severed?.ageMs).toBeGreaterThan(10);
    table.mend(IRELAND, FRANKFURT);
    await table.settled();
    expect(await ids(FRANKFURT)).toEqual(["queued"]);
    expect(changes).toBeGreaterThanOrEqual(4);
  });

  it("adds a region with all items, also those on their way, and without those that are deleted elsewhere", async () => {
    await put(IRELAND, item("kept"));
    await put(IRELAND, item("deleted"));
    await table.settled();
    table.sever(FRANKFURT, IRELAND);
    await put(FRANKFURT, item("on its way"));
    await table.database(FRANKFURT).client("DeleteItem", { TableName: "Items", Key: { item_id: { S: "deleted" } } });
    const adding = table.add(OHIO);
    await put(IRELAND, item("meanwhile"));
    await adding;
    await table.settled(100).catch(() => undefined);
    expect(await ids(OHIO)).toEqual(["kept", "meanwhile", "on its way"]);
    expect(table.regions).toEqual([IRELAND, FRANKFURT, OHIO]);
    expect(table.links()).toHaveLength(6);
  });

  it("removes a region after its writes are delivered, and counts those that cannot be", async () => {
    await put(FRANKFURT, item("delivered"));
    expect(await table.remove(FRANKFURT)).toBe(0);
    expect(await ids(IRELAND)).toEqual(["delivered"]);
    await table.add(FRANKFURT);
    table.sever(FRANKFURT, IRELAND);
    await put(FRANKFURT, item("lost"));
    expect(table.count).toBe(2);
    expect(await table.remove(FRANKFURT)).toBe(1);
    expect(table.items().map(({ id, regions }) => [id, regions])).toEqual([["delivered", [IRELAND]]]);
    expect(table.count).toBe(1);
    expect(() => table.endpoint(FRANKFURT)).toThrow("region must be one of eu-west-1, got eu-central-1");
  });

  it("keeps the writes of other regions coming while the writes of clients fail", async () => {
    table.faults(FRANKFURT).failWrites(true);
    const refused = await put(FRANKFURT, item("refused"));
    expect([refused.status, JSON.parse(refused.body).__type]).toEqual([
      500,
      "com.amazonaws.dynamodb.v20120810#InternalServerError",
    ]);
    await put(IRELAND, item("replicated"));
    await table.settled();
    expect(await ids(FRANKFURT)).toEqual(["replicated"]);
    const read = await table
      .database(FRANKFURT)
      .client("GetItem", { TableName: "Items", Key: { item_id: { S: "replicated" } } });
    expect(read.status).toBe(200);
    table.faults(FRANKFURT).failWrites(false);
    expect((await put(FRANKFURT, item("accepted"))).status).toBe(200);
  });

  it("names the regions when a link does not exist", () => {
    expect(() => table.sever(IRELAND, OHIO)).toThrow(
      "from and to must be two regions of eu-west-1, eu-central-1, got eu-west-1 and us-east-2",
    );
  });
});
