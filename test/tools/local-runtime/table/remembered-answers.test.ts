import { failure, success } from "../../../../tools/local-runtime/table/dynamodb-answer";
import { RememberedAnswers } from "../../../../tools/local-runtime/table/remembered-answers";

describe("RememberedAnswers", () => {
  let performed: number;
  let answers: RememberedAnswers;
  beforeEach(() => {
    performed = 0;
    answers = new RememberedAnswers();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const perform = async (status = 200) => {
    performed += 1;
    return status === 200 ? success({ performed }) : failure(status, "Exception", "no");
  };
  const ask = (token: string | undefined, content = "content", status = 200) =>
    answers.answer(token, content, () => perform(status));

  it("performs a request with one token once, also while it is under way", async () => {
    const [first, second] = await Promise.all([ask("token"), ask("token")]);
    expect(await ask("token")).toBe(first);
    expect(second).toBe(first);
    expect(performed).toBe(1);
  });

  it("performs each request without a token", async () => {
    await ask(undefined);
    await ask(undefined);
    expect(performed).toBe(2);
  });

  it("refuses another request with the token", async () => {
    await ask("token");
    expect(JSON.parse((await ask("token", "other")).body).__type).toMatch(/#IdempotentParameterMismatchException$/);
    expect(performed).toBe(1);
  });

  it("performs a request again after a failure, also with another content", async () => {
    expect((await ask("token", "content", 400)).status).toBe(400);
    expect((await ask("token", "other")).status).toBe(200);
    expect(performed).toBe(2);
  });

  it("performs a request again after an error", async () => {
    await expect(answers.answer("token", "content", () => Promise.reject(new Error("closed")))).rejects.toThrow();
    expect((await ask("token")).status).toBe(200);
  });

  it("remembers for 10 minutes", async () => {
    const now = jest.spyOn(performance, "now").mockReturnValue(0);
    await ask("token");
    now.mockReturnValue(599_999);
    await ask("token");
    expect(performed).toBe(1);
    now.mockReturnValue(600_000);
    await ask("token");
    expect(performed).toBe(2);
  });

  it("remembers 10,000 tokens", async () => {
    for (let n = 0; n <= 10_000; n += 1) {
      await ask(`token-${n}`);
    }
    await ask("token-1");
    expect(performed).toBe(10_001);
    await ask("token-0");
    expect(performed).toBe(10_002);
  });
});
