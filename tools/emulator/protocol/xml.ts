import { XMLBuilder, XMLParser } from "fast-xml-parser";

/** Content of an XML element: text, or named children. Attributes are children whose name starts with `@`. */
export interface XmlTree {
  [name: string]: XmlNode | XmlNode[] | undefined;
}
export type XmlNode = string | XmlTree;

const TEXT = "#text";

/** Values remain text and keep their spaces, because the parser does not know AWS's types. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  // The parser decodes numeric character references only with this option. Go's encoder writes quotes as such references.
  htmlEntities: true,
});

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressBooleanAttributes: false });

/** The document as a tree. Repeated elements become an array; see `children` for reading "zero, one or many". */
export function parseXml(text: string): XmlTree {
  const tree = withoutIndentation(parser.parse(text));
  return typeof tree === "string" || Array.isArray(tree) ? {} : tree;
}

export function buildXml(tree: XmlTree): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(tree)}`;
}

/** The elements of one name below `parent`, whether there are none, one or many. */
export function children(parent: XmlNode | XmlNode[] | undefined, name: string): XmlNode[] {
  if (parent === undefined || typeof parent === "string" || Array.isArray(parent)) {
    return [];
  }
  const found = parent[name];
  if (found === undefined || found === "") {
    return [];
  }
  return Array.isArray(found) ? found : [found];
}

/** The element that a path of names leads to, created where it is missing. */
export function child(parent: XmlNode | XmlNode[] | undefined, ...path: string[]): XmlNode | undefined {
  let at: XmlNode | undefined = Array.isArray(parent) ? parent[0] : parent;
  for (const name of path) {
    at = children(at, name)[0];
  }
  return at;
}

/** The text at a path of names, or undefined. */
export function textOf(parent: XmlNode | XmlNode[] | undefined, ...path: string[]): string | undefined {
  const found = child(parent, ...path);
  if (typeof found === "string" || found === undefined) {
    return found;
  }
  const text = found[TEXT];
  return typeof text === "string" ? text : undefined;
}

/** Indentation between elements is not content; moto's answers contain much of it. */
function withoutIndentation(node: XmlNode | XmlNode[]): XmlNode | XmlNode[] {
  if (typeof node === "string") {
    return node;
  }
  if (Array.isArray(node)) {
    return node.map((one) => withoutIndentation(one) as XmlNode);
  }
  const kept: XmlTree = {};
  for (const [name, value] of Object.entries(node)) {
    if (value === undefined) {
      continue;
    }
    if (name === TEXT && typeof value === "string" && value.trim() === "") {
      continue;
    }
    kept[name] = withoutIndentation(value) as XmlNode;
  }
  return Object.keys(kept).length === 0 ? "" : kept;
}
