import fc from "fast-check";
import { ItemsRegion } from "../../helpers/items-region";

/** JSON of people and fuzzers: names with a meaning in JavaScript, numbers at the limits, and text of all kinds. */
const names = fc.oneof(
  fc.constantFrom(
    "item_id",
    "__proto__",
    "constructor",
    "toString",
    "version",
    "aws:rep:deleting",
    "_tierra_write",
    "",
    "#",
    ":",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const numbers = fc.oneof(
  fc.constantFrom(
    "-0",
    "0.000",
    "1e126",
    "1e-131",
    "9".repeat(38),
    "9".repeat(39),
    "1E+5",
    `0.${"0".repeat(200)}1`,
    "1e99999",
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);
const json = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("null", "true", '"\\ud800"', '"\\u0000"', '""'),
    numbers,
    fc.string({ unit: "binary", maxLength: 30 }).map((text) => JSON.stringify(text)),
    fc.array(tie("value"), { maxLength: 4 }).map((members) => `[${members.join(",")}]`),
    fc
      .array(fc.tuple(names, tie("value")), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`),
  ),
})).value;

const bodies = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  json,
  fc.tuple(names, json).map(([name, value]) => `{"item_id":"same",${JSON.stringify(name)}:${value}}`),
  fc
    .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), json)
    .map(([id, value]) => `{"item_id":${JSON.stringify(id)},"x":${value}}`),
);

const header = fc.stringMatching(/^[ -~\x80-\xff]{0,30}$/);

/** Usually absent, so that most requests reach the check of the body. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const headers = fc
  .record({
    "Content-Type": fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom("application/json", "Application/JSON; charset=utf-8") },
      { weight: 1, arbitrary: header },
    ),
    "Idempotency-Key": seldom(fc.oneof(fc.uuid(), header)),
    "If-Match": seldom(fc.oneof(fc.constantFrom("*", '"1-x"', 'W/"1"', '"a", "b"'), header)),
    "Content-Encoding": seldom(fc.constantFrom("identity", "br")),
  })
  .map((all) =>
    Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  );

describe("items API with hostile input", () => {
  let region: ItemsRegion;

  beforeAll(async () => {
    region = await ItemsRegion.start();
  });
  afterAll(() => region.close());

  it("never answers 5xx, does not store refused items, and returns stored items unchanged", async () => {
    let standing = JSON.stringify(await region.items());
    const counts = { stored: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(bodies, headers, async (body, sent) => {
        const answer = await region.request("POST", "/items", sent, body);
        const now = JSON.stringify(await region.items());
        if (answer.status < 300) {
          counts.stored += 1;
          const read = await region.get(answer.json.item.item_id);
          expect(read.status).toBe(200);
          expect(read.text).toBe(`${answer.text.slice(0, -1)},"retrieved_from":"eu-west-1"}`);
        } else {
          counts.refused += 1;
          expect(answer.status).toBeLessThan(500);
          expect(answer.json.error).toEqual({
            code: expect.stringMatching(/^[a-z_]+$/),
            message: expect.any(String),
            request_id: expect.any(String),
          });
          expect(now).toBe(standing);
        }
        standing = now;
      }),
      { numRuns: 150 },
    );
    // The generators reach both sides.
    expect(Math.min(counts.stored, counts.refused)).toBeGreaterThan(10);
  });

  it("never answers 5xx for any id in a path", async () => {
    const id = fc.oneof(
      fc
        .string({ unit: "binary", minLength: 1, maxLength: 40 })
        .map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, ""))),
      fc.stringMatching(/^[A-Za-z0-9%._~!$&'()*+,;=:@-]{1,40}$/),
    );
    await fc.assert(
      fc.asyncProperty(id, async (encoded) => {
        const { status } = await region.request("GET", `/items/${encoded}`);
        expect([200, 400, 403, 404]).toContain(status);
      }),
      { numRuns: 60 },
    );
  });
});
