import { allStacks } from "./helpers/stacks";

/**
 * A line that goes is a resource that is destroyed, a line that changes one that is replaced. The only snapshots there are.
 */
describe("resource addresses", () => {
  test.each([...allStacks()])("of %s", (_, stack) => {
    expect(stack.resources.map(({ address }) => address).sort()).toMatchSnapshot();
  });
});
