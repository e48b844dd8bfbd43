import { type Reply, xmlReply } from "../../protocol/reply";
import { parseXml, type XmlTree } from "../../protocol/xml";
import type { Call } from "../feature";
import type { Document } from "./documents";

export const API = "/2020-05-31";
const NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

/** The root element of the request's body, without its namespace. */
export function bodyOf(call: Call): XmlTree {
  const [top] = Object.values(parseXml(call.request.body.toString("utf8")));
  if (top === undefined || typeof top === "string" || Array.isArray(top)) {
    return {};
  }
  const { "@xmlns": _, ...config } = top;
  return config;
}

/** One element with CloudFront's namespace; the document's version in the ETag header, as an update asks for it. */
export function element(name: string, content: XmlTree, document: Document, status = 200): Reply {
  return xmlReply({ [name]: { "@xmlns": NAMESPACE, ...content } }, status, { etag: document.etag });
}

/** A whole list in one page: emulated accounts are small. */
export function page(name: string, itemName: string, items: XmlTree[]): Reply {
  const listed = items.length > 0 ? { Items: { [itemName]: items } } : {};
  const counts = { Marker: "", MaxItems: "100", IsTruncated: "false", Quantity: `${items.length}` };
  return xmlReply({ [name]: { "@xmlns": NAMESPACE, ...counts, ...listed } });
}
