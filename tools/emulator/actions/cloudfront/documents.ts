import { randomBytes } from "node:crypto";
import { AwsError } from "../../protocol/reply";
import type { XmlTree } from "../../protocol/xml";
import type { Call } from "../feature";

/** A stored CloudFront resource: the client's configuration document and the values that CloudFront adds. */
export interface Document {
  readonly id: string;
  readonly config: XmlTree;
  readonly etag: string;
  readonly created: string;
  readonly modified: string;
}

export interface DocumentsProps {
  /** Name of the table. Unique among all kinds. */
  readonly kind: string;
  /** Error code of an unknown id, e.g. `NoSuchCachePolicy`. */
  readonly unknownCode: string;
  /** Error code of a delete while a distribution refers to the resource, e.g. `CachePolicyInUse`. */
  readonly inUseCode?: string;
}

/**
 * Configuration documents of one kind of resource. CloudFront creates each resource from a document and returns that document.
 * An update replaces the whole document. Updates and deletions require the current version in `If-Match`.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html
 */
export class Documents {
  private readonly props: DocumentsProps;

  constructor(props: DocumentsProps) {
    this.props = props;
  }

  all(call: Call): Document[] {
    return [...this.table(call).values()];
  }

  has(call: Call, id: string): boolean {
    return this.table(call).has(id);
  }

  get(call: Call, id: string): Document {
    const found = this.table(call).get(id);
    if (found === undefined) {
      throw new AwsError(this.props.unknownCode, `The specified ${this.props.kind} does not exist: ${id}`, 404);
    }
    return found;
  }

  create(call: Call, id: string, config: XmlTree): Document {
    const now = new Date().toISOString();
    const made = { id, config, etag: randomId("E"), created: now, modified: now };
    this.table(call).set(id, made);
    return made;
  }

  update(call: Call, id: string, config: XmlTree): Document {
    const before = this.matching(call, id);
    const after = { ...before, config, etag: randomId("E"), modified: new Date().toISOString() };
    this.table(call).set(id, after);
    return after;
  }

  delete(call: Call, id: string): Document {
    const document = this.matching(call, id);
    const { inUseCode, kind } = this.props;
    if (inUseCode !== undefined && distributions.all(call).some((one) => refersTo(one, id))) {
      throw new AwsError(inUseCode, `The ${kind} ${id} is attached to a distribution`, 409);
    }
    this.table(call).delete(id);
    return document;
  }

  /** Deletes a document that belongs to another one, without a check for distributions that use it. */
  forget(call: Call, id: string): void {
    this.table(call).delete(id);
  }

  /** The document, if the request's `If-Match` names its current version. */
  private matching(call: Call, id: string): Document {
    const document = this.get(call, id);
    const given = call.request.headers["if-match"];
    if (given === undefined) {
      throw new AwsError("InvalidIfMatchVersion", "The If-Match version is missing", 400);
    }
    if (given !== document.etag) {
      throw new AwsError("PreconditionFailed", "The If-Match version is not valid", 412);
    }
    return document;
  }

  private table(call: Call): Map<string, Document> {
    return call.state.global(call.request, `cloudfront ${this.props.kind}`);
  }
}

/** In this file, because all other kinds check whether a distribution uses them. */
export const distributions = new Documents({ kind: "distribution", unknownCode: "NoSuchDistribution" });

/** A random ID in CloudFront's format: capital letters and digits. */
export function randomId(prefix: string, length = 13): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return prefix + Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join("");
}

function refersTo(distribution: Document, id: string): boolean {
  return JSON.stringify(distribution.config).includes(JSON.stringify(id).slice(1, -1));
}
