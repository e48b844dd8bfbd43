import { ownPrincipalsOnly } from "../../../modules/network/endpoint-policy";
import { policyDocument } from "../../../modules/shared/iam";
import { statementsOf } from "../../helpers/policy";

describe("ownPrincipalsOnly", () => {
  it("accepts every request of the account's principals, and no other", () => {
    expect(statementsOf(policyDocument([ownPrincipalsOnly("123456789012")]))).toEqual([
      {
        sid: "OwnPrincipals",
        effect: "Allow",
        principals: { AWS: ["*"] },
        actions: ["*"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
      },
    ]);
  });
});
