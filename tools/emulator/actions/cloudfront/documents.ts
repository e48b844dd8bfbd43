import { randomBytes } from "node:crypto";
import { AwsError } from "../../protocol/reply";
import type { XmlTree } from "../../protocol/xml";
import type { Call } from "../feature";

/** A stored resource of CloudFront: the configuration document that the client sent, and the fields that CloudFront adds. */
export interface Document {
  readonly id: string;
  readonly config: XmlTree;
  readonly etag: string;
  readonly created: string;
  readonly modified: string;
}

export interface DocumentsProps {
  /** Names the table, and is unique among the kinds. */
  readonly kind: string;
  /** Error code of an unknown id, e.g. `NoSuchCachePolicy`. */
  readonly unknownCode: string;
  /** Error code of a delete while a distribution refers to the resource, e.g. `CachePolicyInUse`. */
  readonly inUseCode?: string;
}

/**
 * CloudFront keeps configuration documents: every kind of resource is created from one, read back with one, replaced as
 * a whole under `If-Match`, and deleted so. Echoing the document is therefore what CloudFront does, not a shortcut.
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

  /** Deletes a document that belongs to another one, without a check whether it is in use. */
  forget(call: Call, id: string): void {
    this.table(call).delete(id);
  }

  /** The document, if the request names its present version. */
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

/** Defined in this file, because a deletion of any other kind checks whether a distribution uses it. */
export const distributions = new Documents({ kind: "distribution", unknownCode: "NoSuchDistribution" });

/** An id as CloudFront writes them: capitals and digits. */
export function randomId(prefix: string, length = 13): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return prefix + Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join("");
}

function refersTo(distribution: Document, id: string): boolean {
  return JSON.stringify(distribution.config).includes(JSON.stringify(id).slice(1, -1));
}
