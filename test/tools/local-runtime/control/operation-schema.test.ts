import { parseOperation, parseRequest } from "../../../../tools/local-runtime/control/operation-schema";
import { UsageError } from "../../../../tools/shared/usage-error";

const REGIONS = ["eu-west-1", "eu-central-1"];
const region = "eu-west-1";
const ONE_OF_THEM = 'must be "eu-west-1" or "eu-central-1", got';

describe("parseOperation", () => {
  it.each([
    { type: "fail", region },
    { type: "fail-writes", region },
    { type: "slow", region, ms: 1 },
    { type: "slow", region, ms: 60_000 },
    { type: "health-status", region, status: 200 },
    { type: "health-status", region, status: 400 },
    { type: "health-status", region, status: 599 },
    { type: "heal", region },
    { type: "drain", region },
    { type: "undrain", region },
    { type: "sever", from: "eu-west-1", to: "eu-central-1" },
    { type: "mend", from: "eu-central-1", to: "eu-west-1" },
    { type: "clients", region: "ap-southeast-2" },
    { type: "drill", message: "detection" },
    { type: "drill" },
  ])("accepts %j", (operation) => {
    expect(parseOperation(operation, REGIONS)).toEqual(operation);
  });

  it.each([
    [{}, /^type must be "fail" or "fail-writes" or .* or "drill", got nothing$/],
    [{ type: "explode" }, /^type must be .*, got "explode"$/],
    [{ type: "fail" }, `region ${ONE_OF_THEM} nothing`],
    [{ type: "fail", region: 3 }, `region ${ONE_OF_THEM} 3`],
    [{ type: "heal", region: "us-east-1" }, `region ${ONE_OF_THEM} "us-east-1"`],
    [{ type: "slow", region, ms: 0 }, "ms must be at least 1, got 0"],
    [{ type: "slow", region, ms: 60_001 }, "ms must be at most 60000, got 60001"],
    [{ type: "slow", region, ms: 1.5 }, "ms must be a whole number, got 1.5"],
    [{ type: "slow", region, ms: "5" }, 'ms must be a number, got "5"; write it without quotes'],
    [{ type: "health-status", region, status: 201 }, /^status must be 200, or from 400 to 599, got 201; /],
    [{ type: "health-status", region, status: 600 }, /^status must be 200, or from 400 to 599, got 600; /],
    [{ type: "sever", from: "eu-west-1" }, `to ${ONE_OF_THEM} nothing`],
    [{ type: "mend", from: "eu-west-1", to: "eu-west-1" }, /^to must be another region than from, got "eu-west-1"; /],
    [{ type: "clients", region: "mars" }, 'region must be a region of AWS, got "mars"; e.g. eu-west-1'],
    [{ type: "drill", message: "" }, 'message must not be empty, got "" (empty)'],
    [{ type: "drill", message: "x".repeat(201) }, /^message must be at most 200 characters, got "x+…$/],
    [{ type: "heal", region, ms: 1 }, /^ms must not be set, .* with type "heal", got 1; check its spelling$/],
    [null, "the body must be a JSON object, got null; send { ... }"],
    ["fail", 'the body must be a JSON object, got "fail"; send { ... }'],
  ])("refuses %j", (input, message) => {
    const parse = () => parseOperation(input, REGIONS);
    expect(parse).toThrow(message);
    expect(parse).toThrow(UsageError);
  });
});

describe("parseRequest", () => {
  it.each([
    { method: "GET", path: "/" },
    { method: "GET", path: "/items/a%20b?c=d" },
    { method: "POST", path: "/items", body: "not JSON, which the API refuses" },
  ])("accepts %j", (request) => {
    expect(parseRequest(request)).toEqual(request);
  });

  it.each([
    [{ method: "PUT", path: "/" }, 'method must be "GET" or "POST", got "PUT"'],
    [{ method: "GET", path: "items" }, /^path must start with one \/ and .*, got "items"; encode /],
    [{ method: "GET", path: "//evil.example" }, /^path must start with one \//],
    [{ method: "GET", path: "/a b" }, /^path must start with one \//],
    [{ method: "GET", path: "/a\r\nx: y" }, /^path must start with one \//],
    [{ method: "GET", path: `/${"x".repeat(8192)}` }, /^path must be at most 8192 characters/],
    [{ method: "POST", path: "/items", body: {} }, "body must be a string, got {} (empty)"],
    [{ method: "GET", path: "/", url: "http://evil.example" }, /^url must not be set/],
  ])("refuses %j", (input, message) => {
    expect(() => parseRequest(input)).toThrow(message);
  });
});
