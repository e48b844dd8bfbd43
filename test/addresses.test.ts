import { allStacks } from "./helpers/stacks";

/**
 * A removed line is a destroyed resource, and a changed line is a replaced resource. There are no other snapshots.
 */
describe("resource addresses", () => {
  it.each([...allStacks()])("of %s", (_, stack) => {
    expect(stack.resources.map(({ address }) => address).sort()).toMatchSnapshot();
  });
});
