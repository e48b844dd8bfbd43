import { z } from "zod";

/** Whether Terraform would replace a part of the text. CDKTF passes text on as it is. */
export function isTemplate(text: string): boolean {
  return /[$%]\{/.test(text);
}

/**
 * Text of 1 to `max` printable characters that Terraform leaves as it is.
 *
 * @param breaks whether the text may have line breaks
 */
export function plainText(max: number, breaks: "line-breaks" | "one-line" = "one-line") {
  return z.string().superRefine((text, context) => {
    const message = textProblem(breaks === "line-breaks" ? text.replace(/\r?\n/g, " ") : text, max);
    if (message) {
      context.addIssue({ code: "custom", message });
    }
  });
}

function textProblem(text: string, max: number): string | undefined {
  if (text.trim() === "") {
    return "must not be empty";
  }
  if (text.length > max) {
    return `must be at most ${max} characters`;
  }
  if (isTemplate(text)) {
    return "must not contain ${ or %{; Terraform would read it as a template";
  }
  return /\p{Cc}/u.test(text) ? "must contain no line break and no other control character" : undefined;
}

const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
/** The top-level domain starts with a letter, so that an IPv4 address is no host name. A port is at most 65,535. */
const PORT = "(:0*([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?";
const HOST = `(${LABEL}\\.)+(?=[A-Za-z])${LABEL}${PORT}`;
/** Characters of a path and a query (RFC 3986). */
const REST = "[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*";
const HTTPS_URL = new RegExp(`^https://${HOST}([/?]${REST})?$`);

/** An https URL with a domain name, without user and password. */
export const httpsUrl = z.string().superRefine((url, context) => {
  if (/^https:\/\/[^/?#]*@/.test(url)) {
    const message = "must contain no user and password; they would be stored in the Terraform state";
    // The report must not show the password either.
    context.addIssue({ code: "custom", message, params: { got: url.replace(/\/\/[^/?#]*@/, "//…@") } });
  } else if (!HTTPS_URL.test(url)) {
    context.addIssue({ code: "custom", message: "must be an https URL, e.g. https://www.example.com" });
  }
});
