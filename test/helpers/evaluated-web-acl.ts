import { containsBlock } from "../../modules/shared/cidr";
import { blocks } from "./estate";
import type { Attributes } from "./resource";
import type { Template } from "./template";

/** A request as WAF sees it. */
export interface WebRequest {
  /** IPv4 address of the client. */
  readonly address: string;
  /** Path as the client sends it. */
  readonly path: string;
  /** Seconds on the virtual clock. */
  readonly at: number;
}

/**
 * The rules of a synthesized web ACL, evaluated on a virtual clock: match statements, scope-down statements and rate counters per
 * address. Managed rule groups match nothing. A rate rule acts on the count of its last look, like WAF.
 */
export class EvaluatedWebAcl {
  private readonly rules: readonly Attributes[];
  private readonly sets: ReadonlyMap<string, readonly string[]>;
  private readonly lagSeconds: number;
  private readonly counters = new Map<string, Counter>();
  /** Results of match statements. They depend only on the statement and one part of the request. */
  private readonly matched = new Map<Attributes, Map<string, boolean>>();

  /** @param lagSeconds seconds between two looks of a rate rule at its counters. WAF documents "usually below 30 seconds" */
  constructor(template: Template, lagSeconds = 30) {
    this.rules = [...blocks(template.one("aws_wafv2_web_acl").rule)].sort(
      (one, other) => one.priority - other.priority,
    );
    this.sets = new Map(
      template.resources
        .filter(({ type }) => type === "aws_wafv2_ip_set")
        .map(({ address, attributes }) => [`\${${address}.arn}`, attributes.addresses]),
    );
    this.lagSeconds = lagSeconds;
  }

  /** The name of the rule that decides, or undefined for the default action. */
  decide(request: WebRequest): { readonly action: "allow" | "block"; readonly rule: string | undefined } {
    for (const { name, statement, action } of this.rules) {
      if (this.matches(name, statement, request)) {
        return { action: action.block ? "block" : "allow", rule: name };
      }
    }
    return { action: "allow", rule: undefined };
  }

  private matches(rule: string, statement: Attributes, request: WebRequest): boolean {
    const [[kind, content] = ["", {}]] = Object.entries<Attributes>(statement);
    switch (kind) {
      case "regex_match_statement":
        return this.once(content, request.path, (path) =>
          new RegExp(content.regex_string).test(transformed(path, content)),
        );
      case "ip_set_reference_statement":
        return this.once(content, request.address, (address) =>
          this.addresses(content.arn).some((block) => containsBlock(block, `${address}/32`)),
        );
      case "and_statement":
        return blocks(content.statement).every((inner) => this.matches(rule, inner, request));
      case "not_statement":
        return !blocks(content.statement).some((inner) => this.matches(rule, inner, request));
      case "rate_based_statement":
        return this.isOverLimit(rule, content, request);
      case "managed_rule_group_statement":
        return false;
      default:
        throw new Error(`the statement ${kind} is not evaluated`);
    }
  }

  private once(content: Attributes, part: string, matches: (part: string) => boolean): boolean {
    const results = this.matched.get(content) ?? new Map<string, boolean>();
    this.matched.set(content, results);
    const result = results.get(part) ?? matches(part);
    results.set(part, result);
    return result;
  }

  private isOverLimit(rule: string, content: Attributes, request: WebRequest): boolean {
    const { scope_down_statement: scope, limit, evaluation_window_sec: window } = content;
    if (scope && !this.matches(rule, scope, request)) {
      return false;
    }
    const key = `${rule} ${request.address}`;
    const counter = this.counters.get(key) ?? { times: [], lookedAt: -1, over: false };
    this.counters.set(key, counter);
    const look = Math.floor(request.at / this.lagSeconds);
    if (look !== counter.lookedAt) {
      counter.times = counter.times.filter((time) => time > request.at - window);
      counter.over = counter.times.length > limit;
      counter.lookedAt = look;
    }
    counter.times.push(request.at);
    return counter.over;
  }

  private addresses(arn: string): readonly string[] {
    const found = this.sets.get(arn);
    if (!found) {
      throw new Error(`no IP set ${arn}`);
    }
    return found;
  }
}

interface Counter {
  times: number[];
  lookedAt: number;
  over: boolean;
}

const TRANSFORMATIONS: Readonly<Record<string, (text: string) => string>> = {
  URL_DECODE: (text) => text.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
  NORMALIZE_PATH: normalizedPath,
};

function transformed(path: string, { text_transformation }: Attributes): string {
  return [...blocks(text_transformation)]
    .sort((one, other) => one.priority - other.priority)
    .reduce((text, { type }) => {
      const transform = TRANSFORMATIONS[type];
      if (!transform) {
        throw new Error(`the text transformation ${type} is not evaluated`);
      }
      return transform(text);
    }, path);
}

/** Multiple slashes, self references, and back references that are not at the beginning. */
function normalizedPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && parts.length > 0) {
      parts.pop();
    } else if (part !== "" && part !== ".") {
      parts.push(part);
    }
  }
  const end = /\/\.{0,2}$/.test(path) && parts.length > 0 ? "/" : "";
  return `/${parts.join("/")}${end}`;
}
