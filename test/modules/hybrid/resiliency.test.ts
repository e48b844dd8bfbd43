import fc from "fast-check";
import { resiliencyOf } from "../../../modules/hybrid/resiliency";

const link = (location: string, connectionId: string) => ({ location, connectionId });

describe("resiliencyOf", () => {
  it.each([
    ["one connection", [link("A", "1")], "no redundancy (95 %): 1 connection in 1 location"],
    ["a hosted interface", [{ location: "A" }], "no redundancy: 1 virtual interface not counted"],
    [
      "two connections of one location",
      [link("A", "1"), link("A", "2")],
      "development and test (95 % for each connection): 2 connections in 1 location",
    ],
    [
      "two interfaces of one connection",
      [link("A", "1"), link("A", "1")],
      "no redundancy (95 %): 1 virtual interface not counted",
    ],
    [
      "one connection in each of two locations",
      [link("A", "1"), link("B", "2")],
      "high resiliency (99.9 %): 2 connections in 2 locations",
    ],
    [
      "two connections in one location and one in another",
      [link("A", "1"), link("A", "2"), link("B", "3")],
      "high resiliency (99.9 %): 3 connections in 2 locations",
    ],
    [
      "two connections in each of two locations",
      [link("A", "1"), link("A", "2"), link("B", "3"), link("B", "4")],
      "maximum resiliency (99.99 %): 4 connections in 2 locations",
    ],
  ])("rates %s", (_, links, description) => {
    expect(resiliencyOf(links).description).toBe(description);
  });

  it("never becomes worse with a further link", () => {
    const order = ["none", "development", "high", "maximum"];
    const any = fc.record({
      location: fc.constantFrom("A", "B", "C", undefined),
      connectionId: fc.constantFrom("1", "2", "3", "4", undefined),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), any, (links, further) => {
        const [less, more] = [links, [...links, further]].map((all) => order.indexOf(resiliencyOf(all).class));
        expect(more).toBeGreaterThanOrEqual(less ?? 0);
      }),
    );
  });
});
