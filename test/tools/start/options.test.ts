import { readStartOptions } from "../../../tools/start/options";

describe("readStartOptions", () => {
  it("has the times of AWS and fixed ports by default", () => {
    expect(readStartOptions([])).toEqual({
      environment: undefined,
      once: false,
      speed: 1,
      port: 4100,
      clients: undefined,
      latency: undefined,
      replicationDelayMs: 500,
    });
  });

  it("reads every option", () => {
    const args =
      "--environment prod --once --speed 10 --port 0 --clients us-east-1 --latency a.json --replication-delay 0";
    expect(readStartOptions(args.split(" "))).toEqual({
      environment: "prod",
      once: true,
      speed: 10,
      port: 0,
      clients: "us-east-1",
      latency: "a.json",
      replicationDelayMs: 0,
    });
  });

  it.each([
    ["--speed", "0", '--speed must be a whole number from 1 to 100, got "0"'],
    ["--speed", "1.5", '--speed must be a whole number from 1 to 100, got "1.5"'],
    ["--port", "1", '--port must be a whole number from 2 to 65500, got "1"'],
    ["--port", "65501", '--port must be a whole number from 2 to 65500, got "65501"'],
    ["--port", "http", '--port must be a whole number from 2 to 65500, got "http"'],
    ["--clients", "eu-nowhere-9", '--clients must be an AWS region, e.g. eu-west-1, got "eu-nowhere-9"'],
    ["--replication-delay", "60001", '--replication-delay must be a whole number from 0 to 60000, got "60001"'],
  ])("refuses %s %s", (option, value, message) => {
    expect(() => readStartOptions([option, value])).toThrow(message);
  });
});
