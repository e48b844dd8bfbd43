import { PassThrough } from "node:stream";
import { answerMissing } from "../../../tools/new/answers";

const QUESTIONS = { account: "AWS account id", region: "home region" };
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

/** Answers each question on a terminal with the next of the given keys. Resolves to what the terminal shows, too. */
async function typed(keys: readonly string[], given: { account?: string; region?: string } = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stdout = new PassThrough();
  const rest = [...keys];
  let shown = "";
  stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (text.includes(": ") && rest.length > 0) {
      stdin.write(rest.shift());
    }
  });
  const all = { account: undefined, region: undefined, ...given };
  return { answers: await answerMissing(all, QUESTIONS, { stdin, stdout }), shown };
}

describe("answerMissing", () => {
  it("asks for each option that is missing, and only for those", async () => {
    const { answers, shown } = await typed([" eu-west-1 \r"], { account: "123456789012" });
    expect(answers).toEqual({ account: "123456789012", region: "eu-west-1" });
    expect(shown).toContain("home region: ");
    expect(shown).not.toContain("AWS account id");
  });

  it("uses every line that is pasted at once", async () => {
    const { answers } = await typed(["123456789012\reu-west-1\r"]);
    expect(answers).toEqual({ account: "123456789012", region: "eu-west-1" });
  });

  it.each([
    ["a pasted line before the end of the input", `123456789012\r${CTRL_D}`],
    ["a pasted line before Ctrl-C", `123456789012\r${CTRL_C}`],
    ["a pasted empty line", "123456789012\r\r"],
  ])("ends with one sentence at %s", async (_, keys) => {
    await expect(typed([keys])).rejects.toThrow("region must be answered, got nothing; no file was written");
  });

  it.each([
    ["an empty answer", "\r"],
    ["Ctrl-D", CTRL_D],
    ["Ctrl-C", CTRL_C],
  ])("ends with one sentence at %s, and asks nothing more", async (_, key) => {
    await expect(typed([key, "eu-west-1\r"])).rejects.toThrow(
      "account must be answered, got nothing; no file was written",
    );
  });
});
