import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { sendResponse } from "../../../../tools/local-runtime/api/response";

const ANSWER = { status: 413, headers: {}, body: "too large", requestId: "it" };

describe("sendResponse", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const exchange = (complete: boolean) => {
    const request = new IncomingMessage(new Socket());
    request.complete = complete;
    return { request, response: new ServerResponse(request) };
  };

  it.each([
    [200, 9],
    [404, 9],
    [204, undefined],
    [304, undefined],
  ])("states the length of a body for status %i: %s", (status, length) => {
    const { request, response } = exchange(true);
    sendResponse(request, response, { ...ANSWER, status });
    expect(response.getHeader("content-length")).toBe(length);
    expect(response.writableEnded).toBe(true);
  });

  it("ends the response 2 seconds after the answer to a client that goes on sending", () => {
    const { request, response } = exchange(false);
    sendResponse(request, response, ANSWER);
    expect([response.getHeader("connection"), request.readableFlowing]).toEqual(["close", true]);
    jest.advanceTimersByTime(1_999);
    expect(response.writableEnded).toBe(false);
    jest.advanceTimersByTime(1);
    expect(response.writableEnded).toBe(true);
  });

  it("ends the response at once when the client has sent everything", () => {
    const { request, response } = exchange(false);
    sendResponse(request, response, ANSWER);
    request.emit("end");
    expect(response.writableEnded).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });
});
