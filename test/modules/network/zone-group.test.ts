import { ZoneGroup } from "../../../modules/network/zone-group";
import { Template } from "../../helpers/template";

function groupOf(zone: string): Template {
  return Template.of((scope) => {
    new ZoneGroup(scope, "group", { zone });
  });
}

describe("ZoneGroup", () => {
  it.each([
    ["us-east-1-bos-1a", "us-east-1-bos-1"],
    ["us-west-2-lax-1b", "us-west-2-lax-1"],
    ["ap-southeast-2-per-1a", "ap-southeast-2-per-1"],
  ])("stands alone: required props only, and opts in to the zone group of %s", (zone, group) => {
    groupOf(zone).one("aws_ec2_availability_zone_group", { group_name: group, opt_in_status: "opted-in" });
  });

  it.each(["us-east-1a", "us-east-1-wl1-bos-wlz-1", "us-east-1-bos-1", ""])(
    "fails on %s, which is not a Local Zone",
    (zone) => {
      expect(() => groupOf(zone)).toThrow("zone must be a Local Zone, e.g. us-east-1-bos-1a");
    },
  );
});
