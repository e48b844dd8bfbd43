import { HttpApi, type HttpApiProps } from "../../../modules/api/http-api";
import { Template } from "../../helpers/template";

const ROUTE = {
  method: "GET",
  path: "/databases",
  target: { arn: "arn:function", name: "databases" },
  timeoutMilliseconds: 21_000,
};
const PROPS: HttpApiProps = {
  name: "sample-test-api",
  description: "API",
  routes: [ROUTE],
  requestsPerSecond: 50,
  burst: 100,
  kmsKeyArn: "arn:key",
  logRetentionInDays: 365,
};

const api = (props: Partial<HttpApiProps> = {}) =>
  Template.of((scope) => {
    new HttpApi(scope, "api", { ...PROPS, ...props });
  });

describe("HttpApi", () => {
  const template = api();

  it("answers signed requests alone", () => {
    template.one("aws_apigatewayv2_route", { route_key: "GET /databases", authorization_type: "AWS_IAM" });
  });

  it("takes tokens of one issuer for its audiences where it is told to, and logs whom they are about", () => {
    const tokens = api({ auth: { type: "jwt", issuer: "https://issuer.example", audience: ["databases"] } });
    tokens.one("aws_apigatewayv2_authorizer", {
      authorizer_type: "JWT",
      identity_sources: ["$request.header.Authorization"],
      jwt_configuration: { issuer: "https://issuer.example", audience: ["databases"] },
    });
    tokens.one("aws_apigatewayv2_route", {
      authorization_type: "JWT",
      authorizer_id: tokens.ref("aws_apigatewayv2_authorizer"),
    });
    const { format } = tokens.one("aws_apigatewayv2_stage").access_log_settings;
    expect(JSON.parse(format).caller).toBe("$context.authorizer.claims.sub");
  });

  it("may call the function for this request alone", () => {
    template.one("aws_lambda_permission", {
      function_name: "databases",
      principal: "apigateway.amazonaws.com",
      source_arn: "${aws_apigatewayv2_api.api_Resource.execution_arn}/*/GET/databases".replace(
        "aws_apigatewayv2_api.api_Resource",
        template.address("aws_apigatewayv2_api"),
      ),
    });
  });

  it("logs who called what, without headers and bodies", () => {
    const { access_log_settings } = template.one("aws_apigatewayv2_stage");
    expect(Object.keys(JSON.parse(access_log_settings.format))).toContain("caller");
    expect(access_log_settings.format).not.toMatch(/header|body|authorizer/i);
  });

  it("fails when a request is named twice, or none is", () => {
    expect(() => api({ routes: [ROUTE, ROUTE] })).toThrow("routes must name each request once");
    expect(() => api({ routes: [] })).toThrow("routes must name each request once, got []");
  });
});
