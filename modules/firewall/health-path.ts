import type { Statement } from "./web-acl-rules";

/** The path of an API's health check, and the API's stage. */
export interface HealthPath {
  /** Path of the health check, e.g. `/health`. */
  readonly path: string;
  /** Name of the stage, which is part of the path at the API's default endpoint. */
  readonly stage: string;
}

/**
 * Matches every way to write the path of a health check. WAF decodes percent-encoding and resolves `//`, `/./` and `/../` before it
 * compares. The stage before the path is optional: AWS does not document whether WAF sees it for a custom domain name. So is a slash
 * at the end. Other paths that end with the same word, such as `/items/health`, do not match.
 *
 * A rule for the health check uses this statement, and a rule for the other requests its negation. So every request is counted by
 * exactly one of the rules, however its path is written.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html
 */
export function healthRequests({ path, stage }: HealthPath): Statement {
  return {
    regex_match_statement: {
      regex_string: `^/+(${escaped(stage)}/+)?${escaped(path.replace(/^\//, ""))}/*$`,
      field_to_match: { uri_path: {} },
      text_transformation: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
}

/** All requests that {@link healthRequests} does not match. */
export function otherRequests(health: HealthPath): Statement {
  return { not_statement: { statement: [healthRequests(health)] } };
}

/** The requests of {@link healthRequests} from the addresses of an IP set. */
export function healthRequestsFrom(ipSetArn: string, health: HealthPath): Statement {
  return {
    and_statement: { statement: [{ ip_set_reference_statement: { arn: ipSetArn } }, healthRequests(health)] },
  };
}

function escaped(text: string): string {
  return text.replace(/[^\w/-]/g, "\\$&");
}
