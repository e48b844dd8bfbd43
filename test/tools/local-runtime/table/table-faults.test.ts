import { TableFaults } from "../../../../tools/local-runtime/table/table-faults";

describe("TableFaults", () => {
  const faults = new TableFaults();
  const ACTIONS = ["GetItem", "Query", "PutItem", "BatchWriteItem", "TransactWriteItems", "DescribeTable"];
  const refused = () => ACTIONS.filter((action) => faults.refusal(action));
  const errorOf = (action: string) => {
    const { status, body } = faults.refusal(action) ?? { status: 200, body: "{}" };
    return [status, JSON.parse(body).__type];
  };

  afterEach(() => {
    faults.failReads(false);
    faults.failWrites(false);
    faults.throttle(false);
    faults.slow(0);
  });

  it("refuses nothing by default", () => {
    expect(refused()).toEqual([]);
    expect(faults.delayMs).toBe(0);
  });

  it("fails writes and reads independently, as an error that clients retry", () => {
    faults.failWrites(true);
    expect(refused()).toEqual(["PutItem", "BatchWriteItem", "TransactWriteItems"]);
    expect(errorOf("PutItem")).toEqual([500, "com.amazonaws.dynamodb.v20120810#InternalServerError"]);
    faults.failWrites(false);
    faults.failReads(true);
    expect(refused()).toEqual(["GetItem", "Query"]);
  });

  it("throttles reads and writes", () => {
    faults.throttle(true);
    expect(refused()).toEqual(["GetItem", "Query", "PutItem", "BatchWriteItem", "TransactWriteItems"]);
    expect(errorOf("GetItem")).toEqual([400, "com.amazonaws.dynamodb.v20120810#ThrottlingException"]);
  });

  it.each([-1, 60_001, Number.NaN])("refuses a delay of %p ms", (ms) => {
    expect(() => faults.slow(ms)).toThrow(`ms must be from 0 to 60000, got ${ms}`);
    expect(faults.delayMs).toBe(0);
  });
});
