import { publishCommand } from "../../../tools/evacuate/metric-switch";
import { planned } from "./world";

describe("publishCommand", () => {
  it("is the data point as a command of the AWS CLI", () => {
    const { switch: target } = planned("eu-west-1");
    expect(target.type === "metric" && publishCommand(target, true)).toBe(
      "aws cloudwatch put-metric-data --region eu-central-1 --namespace Tierra/Evacuation --metric-name Evacuated " +
        "--dimensions Backend=items,Region=eu-west-1 --value 1",
    );
  });
});
