import { section, withSection } from "../../bench/document";

const RESULT = {
  tables: [{ title: "Sizes", header: ["a", "b"], rows: [["1", "x | y"]] }],
  notes: ["One.", "Two."],
};

describe("section", () => {
  it("contains the machine, the tables as Markdown and the notes as a list", () => {
    expect(section(RESULT, "2 cores")).toBe(
      "2 cores\n\n**Sizes**\n\n| a | b |\n| --- | --- |\n| 1 | x \\| y |\n\n- One.\n- Two.",
    );
  });
});

describe("withSection", () => {
  const document = "# Title\n\nby hand\n\n<!-- bench:synth -->\n\nold\n\n<!-- /bench:synth -->\n\nafter\n";

  it("replaces only the text between the markers", () => {
    const written = withSection(document, "synth", "new");

    expect(written).toBe(document.replace("old", "new"));
    expect(withSection(written, "synth", "new")).toBe(written);
  });

  it("adds a section for a benchmark without markers", () => {
    expect(withSection(document, "scale", "new")).toBe(
      `${document}\n## scale\n\n<!-- bench:scale -->\n\nnew\n\n<!-- /bench:scale -->\n`,
    );
  });
});
