import fc from "fast-check";
import { buildXml, child, children, parseXml, textOf } from "../../../tools/emulator/protocol/xml";

describe("xml", () => {
  it("reads values as text, with their spaces", () => {
    expect(parseXml("<a><b> 007 </b><c>true</c></a>")).toEqual({ a: { b: " 007 ", c: "true" } });
  });

  it("drops the indentation between elements", () => {
    expect(parseXml("<a>\n  <b>\n    <c>1</c>\n  </b>\n</a>")).toEqual({ a: { b: { c: "1" } } });
  });

  it("reads an empty element as empty text", () => {
    expect(parseXml("<a><b/><c></c></a>")).toEqual({ a: { b: "", c: "" } });
  });

  it("keeps namespaces as attributes", () => {
    expect(parseXml('<a xmlns="urn:x"><b>1</b></a>')).toEqual({ a: { "@xmlns": "urn:x", b: "1" } });
  });

  it("finds zero, one and many elements of a name", () => {
    const tree = parseXml("<a><one>1</one><many>1</many><many>2</many></a>").a;
    expect([children(tree, "none"), children(tree, "one"), children(tree, "many")]).toEqual([[], ["1"], ["1", "2"]]);
  });

  it("finds an element and its text by path", () => {
    const tree = parseXml('<a><b><c x="1">text</c></b></a>');
    expect(textOf(tree, "a", "b", "c")).toBe("text");
    expect(child(tree, "a", "missing", "c")).toBeUndefined();
  });

  it("decodes only the numeric references of the document", () => {
    expect(parseXml("<a><b>&#39;&#x22;&lt;&amp;#39;&amp;lt;</b></a>")).toEqual({ a: { b: "'\"<&#39;&lt;" } });
  });

  it("returns every text unchanged", () => {
    // XML 1.0 does not allow control characters, and the parser ignores text that has only spaces.
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
