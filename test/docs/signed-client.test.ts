import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../../tools/shared/repository";

describe("the client example in docs/active-active-api.md", () => {
  it("is the signer of the tools, which the tests of signed requests run", () => {
    const page = readFileSync(join(REPOSITORY_ROOT, "docs/active-active-api.md"), "utf8");
    const example = /<!-- sign-request -->\n```ts\n(.*?)```\n/s.exec(page)?.[1];
    expect(example).toBe(readFileSync(join(REPOSITORY_ROOT, "tools/shared/sign-request.ts"), "utf8"));
  });
});
