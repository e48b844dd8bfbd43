import { ResponseHeaders } from "../../../modules/cdn/response-headers";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

describe("ResponseHeaders", () => {
  const template = Template.of((scope) => {
    new ResponseHeaders(scope, "headers", { name: "project-x-test", provider: globalProvider(scope) });
  });
  const headers = template.one("aws_cloudfront_response_headers_policy").security_headers_config;

  test("holds browsers to HTTPS for a year, subdomains included, without the preload list", () => {
    expect(headers.strict_transport_security).toEqual({
      access_control_max_age_sec: 31_536_000,
      include_subdomains: true,
      preload: false,
      override: true,
    });
  });

  test("stops content sniffing whatever the application says", () => {
    expect(headers.content_type_options).toEqual({ override: true });
  });

  test("refuses framing and leaks no paths, unless the application says otherwise", () => {
    expect(headers.frame_options).toEqual({ frame_option: "DENY", override: false });
    expect(headers.referrer_policy).toEqual({
      referrer_policy: "strict-origin-when-cross-origin",
      override: false,
    });
  });

  test("says nothing of where scripts, styles, images or frames may come from", () => {
    expect(headers.content_security_policy).toEqual({
      content_security_policy: "upgrade-insecure-requests",
      override: false,
    });
  });

  test("leaves the removed XSS filter of old browsers alone", () => {
    expect(headers).not.toHaveProperty("xss_protection");
  });
});
