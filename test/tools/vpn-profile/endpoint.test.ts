import type { EC2Client } from "@aws-sdk/client-ec2";
import { describeEndpoint } from "../../../tools/vpn-profile/endpoint";

const TAGS = { Project: "project-x", Stack: "dev-aurora-api-vpn" };
const OWN = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));

const endpoint = (id: string, code: string, tags = OWN) => ({
  ClientVpnEndpointId: id,
  Status: { Code: code },
  Tags: tags,
});
const rule = (DestinationCidr: string, Code = "active") => ({ DestinationCidr, Status: { Code } });

/** EC2 with these endpoints; every one of them has the same rules, and exports its own name. */
function ec2(endpoints: readonly object[], rules: readonly object[] = [rule("10.11.192.0/20")]): EC2Client {
  const answers: Readonly<Record<string, (id: string) => object>> = {
    DescribeClientVpnEndpointsCommand: () => ({ ClientVpnEndpoints: endpoints }),
    DescribeClientVpnAuthorizationRulesCommand: () => ({ AuthorizationRules: rules }),
    ExportClientVpnClientConfigurationCommand: (id) => ({ ClientConfiguration: `remote ${id}` }),
  };
  const send = async (command: { input: { ClientVpnEndpointId?: string } }) =>
    answers[command.constructor.name]?.(command.input.ClientVpnEndpointId ?? "");
  return { send } as unknown as EC2Client;
}

describe("the deployed endpoint", () => {
  it("is found by the stack's tags, with the ranges of its rules", async () => {
    const others = [
      endpoint("cvpn-other-stack", "available", [{ Key: "Project", Value: "project-x" }]),
      endpoint("cvpn-other-project", "available", [{ Key: "Stack", Value: "dev-aurora-api-vpn" }]),
    ];
    const rules = [rule("10.11.208.0/20", "authorizing"), rule("10.11.192.0/20"), rule("10.11.192.0/20")];
    expect(await describeEndpoint(ec2([...others, endpoint("cvpn-1", "available")], rules), TAGS)).toEqual({
      exported: "remote cvpn-1",
      ranges: ["10.11.192.0/20", "10.11.208.0/20"],
    });
  });

  it("is not a deleted endpoint", async () => {
    const found = await describeEndpoint(ec2([endpoint("cvpn-1", "deleted"), endpoint("cvpn-2", "available")]), TAGS);
    expect(found.exported).toBe("remote cvpn-2");
  });

  it("does not include ranges of revoked rules", async () => {
    const rules = [rule("10.11.192.0/20"), rule("10.99.0.0/16", "revoking"), rule("10.98.0.0/16", "failed")];
    expect((await describeEndpoint(ec2([endpoint("cvpn-1", "available")], rules), TAGS)).ranges).toEqual([
      "10.11.192.0/20",
    ]);
  });

  it.each<[string, EC2Client, string]>([
    ["is not deployed", ec2([]), "must be deployed, got none; deploy that stack"],
    [
      "has no association yet",
      ec2([endpoint("cvpn-1", "pending-associate")]),
      "must be available, got pending-associate",
    ],
    ["has no rules", ec2([endpoint("cvpn-1", "available")], []), "must have a client configuration and authorization"],
  ])("is refused when it %s", async (_, client, message) => {
    await expect(describeEndpoint(client, TAGS)).rejects.toThrow(message);
  });
});
