import { checkNamedFile, parseRequest } from "../../../lambdas/database-migrations/request";

describe("parseRequest", () => {
  it.each([{}, { plan: true }, { plan: false }, { repeat: "app/0001-a.sql" }, { continueAfter: "app/0001-a.sql" }])(
    "accepts %j",
    (event) => {
      expect(parseRequest(event)).toEqual(event);
    },
  );

  it.each<[unknown, string]>([
    [null, "the event must be a JSON object, got null"],
    [[], "the event must be a JSON object, got []"],
    ["plan", 'the event must be a JSON object, got "plan"'],
    [{ Plan: true }, 'the event must contain only plan, repeat, continueAfter, got "Plan"'],
    [
      { plan: true, repeat: "a" },
      "the event must contain at most one of plan, repeat, continueAfter, got plan and repeat",
    ],
    [{ plan: "true" }, 'plan of the event must be true or false, got "true"'],
    [{ repeat: 1 }, "repeat of the event must be <database>/<file>, got 1"],
    [{ continueAfter: null }, "continueAfter of the event must be <database>/<file>, got null"],
  ])("refuses %j", (event, message) => {
    expect(() => parseRequest(event)).toThrow(expect.objectContaining({ name: "LoggableError", message }));
  });
});

describe("checkNamedFile", () => {
  const file = { name: "app/0001-a.sql", file: "0001-a.sql", checksum: "", statements: [] };
  const all = [{ database: "app", files: [file] }];

  it("accepts the name of a file, and no name", () => {
    expect(() => checkNamedFile({ repeat: "app/0001-a.sql" }, all)).not.toThrow();
    expect(() => checkNamedFile({ plan: true }, all)).not.toThrow();
  });

  it.each(["repeat", "continueAfter"])("refuses another name in %s", (field) => {
    expect(() => checkNamedFile({ [field]: "0001-a.sql" }, all)).toThrow(
      `${field} of the event must name a file of the migrations, got "0001-a.sql"`,
    );
  });
});
