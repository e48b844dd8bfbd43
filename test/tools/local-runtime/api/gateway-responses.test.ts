import { parse } from "yaml";
import { readRepositoryFile } from "../../../../modules/packaging/assets";
import { GatewayResponses } from "../../../../tools/local-runtime/api/gateway-responses";

const DESCRIPTION = parse(readRepositoryFile("lambdas/items/openapi.yaml").toString("utf8"));
const responses = new GatewayResponses(DESCRIPTION["x-amazon-apigateway-gateway-responses"]);

describe("GatewayResponses of the items API", () => {
  it.each([
    ["UNAUTHORIZED", 401, "not_authorized"],
    ["ACCESS_DENIED", 403, "not_authorized"],
    ["INVALID_SIGNATURE", 403, "not_authorized"],
    ["EXPIRED_TOKEN", 403, "not_authorized"],
    ["MISSING_AUTHENTICATION_TOKEN", 403, "not_authorized"],
    ["INCOMPLETE_SIGNATURE", 403, "invalid_request"],
    ["AUTHORIZER_FAILURE", 503, "unavailable"],
    ["INTEGRATION_TIMEOUT", 503, "unavailable"],
    ["THROTTLED", 429, "throttled"],
    ["REQUEST_TOO_LARGE", 413, "body_too_large"],
    ["DEFAULT_5XX", 502, "internal"],
  ])("answers %s with %i %s in the shape of every error", (type, status, code) => {
    const answer = responses.render(type, 'a "message"', "r-1");
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ error: { code, message: expect.any(String), request_id: "r-1" } });
  });

  it("adds the headers of the description", () => {
    expect(responses.render("UNAUTHORIZED", "", "r").headers).toMatchObject({ "WWW-Authenticate": "Bearer" });
    expect(responses.render("AUTHORIZER_FAILURE", "", "r").headers).toMatchObject({ "Retry-After": "5" });
  });

  it("does not show the text of a signature that does not match", () => {
    expect(responses.render("INVALID_SIGNATURE", "The Canonical String was GET", "r").body).not.toContain("Canonical");
  });
});

describe("GatewayResponses without a description", () => {
  it("answers as API Gateway does by default", () => {
    const answer = new GatewayResponses({}).render(
      "MISSING_AUTHENTICATION_TOKEN",
      "Missing $context.requestId $&",
      "r",
    );
    expect([answer.status, answer.body]).toEqual([403, '{"message":"Missing $context.requestId $&"}']);
  });
});
