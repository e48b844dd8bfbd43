import { REGION_STATES, regionsByState } from "../../../modules/shared/region-states";

const [active, drained, removed] = REGION_STATES.map((state) => ({ name: state, state }));

describe("regionsByState", () => {
  it("deploys active and drained regions, and answers with active ones, in the given order", () => {
    const regions = [removed, drained, active].flatMap((region) => region ?? []);
    expect(regionsByState(regions)).toEqual({
      all: [removed, drained, active],
      deployed: [drained, active],
      answering: [active],
      removed: [removed],
    });
  });
});
