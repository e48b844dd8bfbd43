import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../tools/shared/repository";
import { allStacks, COMPOSITIONS } from "./helpers/stacks";

/**
 * A line that goes is a resource that is destroyed, a line that changes one that is replaced. The only snapshots there are.
 */
describe("resource addresses", () => {
  test.each([...allStacks()])("of %s", (_, stack) => {
    expect(stack.resources.map(({ address }) => address).sort()).toMatchSnapshot();
  });

  test("are of every architecture that main.ts composes", () => {
    const called = readFileSync(join(REPOSITORY_ROOT, "main.ts"), "utf8").matchAll(/^\s+(compose\w+)\(/gm);
    expect([...called].map(([, name]) => name).sort()).toEqual(COMPOSITIONS.map(({ name }) => name).sort());
  });
});
