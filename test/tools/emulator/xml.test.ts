import fc from "fast-check";
import { buildXml, child, children, parseXml, textOf } from "../../../tools/emulator/protocol/xml";

describe("xml", () => {
  it("keeps values as text, with their spaces", () => {
    expect(parseXml("<a><b> 007 </b><c>true</c></a>")).toEqual({ a: { b: " 007 ", c: "true" } });
  });

  it("drops the indentation between elements", () => {
    expect(parseXml("<a>\n  <b>\n    <c>1</c>\n  </b>\n</a>")).toEqual({ a: { b: { c: "1" } } });
  });

  it("reads an empty element as an empty text", () => {
    expect(parseXml("<a><b/><c></c></a>")).toEqual({ a: { b: "", c: "" } });
  });

  it("keeps namespaces as attributes", () => {
    expect(parseXml('<a xmlns="urn:x"><b>1</b></a>')).toEqual({ a: { "@xmlns": "urn:x", b: "1" } });
  });

  it("finds none, one and many elements of a name", () => {
    const tree = parseXml("<a><one>1</one><many>1</many><many>2</many></a>").a;
    expect([children(tree, "none"), children(tree, "one"), children(tree, "many")]).toEqual([[], ["1"], ["1", "2"]]);
  });

  it("follows a path to an element and to its text", () => {
    const tree = parseXml('<a><b><c x="1">text</c></b></a>');
    expect(textOf(tree, "a", "b", "c")).toBe("text");
    expect(child(tree, "a", "missing", "c")).toBeUndefined();
  });

  it("decodes numeric references, and those alone that stand in the document", () => {
    expect(parseXml("<a><b>&#39;&#x22;&lt;&amp;#39;&amp;lt;</b></a>")).toEqual({ a: { b: "'\"<&#39;&lt;" } });
  });

  it("gives back every text that it was given", () => {
    // XML 1.0 knows no control characters, and a text of spaces alone reads as indentation.
    const texts = fc.string({
      minLength: 1,
      unit: fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
    });
    const visible = texts.filter((text) => text.trim() !== "");
    fc.assert(fc.property(visible, (text) => textOf(parseXml(buildXml({ a: { b: text } })), "a", "b") === text));
  });

  it("reads a document with thousands of entities", () => {
    const text = "<&>".repeat(5_000);
    expect(textOf(parseXml(buildXml({ a: { b: text } })), "a", "b")).toBe(text);
  });
});
