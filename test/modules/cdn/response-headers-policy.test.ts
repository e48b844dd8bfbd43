import { ResponseHeadersPolicy } from "../../../modules/cdn/response-headers-policy";
import { Template } from "../../helpers/template";
import { globalProvider } from "../providers";

describe("ResponseHeadersPolicy", () => {
  const template = Template.of((scope) => {
    new ResponseHeadersPolicy(scope, "headers", { name: "project-x-test", provider: globalProvider(scope) });
  });
  const headers = template.one("aws_cloudfront_response_headers_policy").security_headers_config;

  it("stands alone: required props only", () => {
    // Every prop is required, so that the template above has the required props only.
    template.one("aws_cloudfront_response_headers_policy", { name: "project-x-test", provider: "aws.us-east-1" });
  });

  it("requires HTTPS for a year, with subdomains and without preload", () => {
    expect(headers.strict_transport_security).toEqual({
      access_control_max_age_sec: 31_536_000,
      include_subdomains: true,
      preload: false,
      override: true,
    });
  });

  it("forbids content sniffing, and overrides the application", () => {
    expect(headers.content_type_options).toEqual({ override: true });
  });

  it("forbids framing and removes paths from the referrer, unless the application sets its own headers", () => {
    expect(headers.frame_options).toEqual({ frame_option: "DENY", override: false });
    expect(headers.referrer_policy).toEqual({
      referrer_policy: "strict-origin-when-cross-origin",
      override: false,
    });
  });

  it("does not restrict the sources of scripts, styles, images or frames", () => {
    expect(headers.content_security_policy).toEqual({
      content_security_policy: "upgrade-insecure-requests",
      override: false,
    });
  });

  it("does not set the header of the removed XSS filter", () => {
    expect(headers).not.toHaveProperty("xss_protection");
  });
});
