import { features } from "../../../tools/emulator/actions";
import { type Reply, xmlReply } from "../../../tools/emulator/protocol/reply";
import { parseRequest } from "../../../tools/emulator/protocol/request";
import { Router } from "../../../tools/emulator/router";
import { State } from "../../../tools/emulator/state";

/** All features, with an upstream that returns one response for each action. */
function emulator(answers: Record<string, Reply>) {
  const router = new Router(features, new State(), async (request) => {
    const answer = answers[request.action ?? `${request.method} ${request.path}`];
    if (answer === undefined) {
      throw new Error(`unexpected request to moto: ${request.action}`);
    }
    return answer;
  });
  return (service: string, form: Record<string, string>) => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/${service}/aws4_request`,
      "content-type": "application/x-www-form-urlencoded",
    };
    return router.answer(parseRequest("POST", "/", headers, Buffer.from(new URLSearchParams(form).toString())));
  };
}

describe("features", () => {
  it("name a service", () => {
    for (const feature of features) {
      expect(feature.service).toMatch(/^[a-z][a-z0-9-]*$/);
    }
  });

  it("define every route as a method and a path", () => {
    const routes = features.flatMap((feature) => Object.keys(feature.routes ?? {}));
    for (const route of routes) {
      expect(route).toMatch(/^(GET|PUT|POST|DELETE|PATCH) \/\S*[^/]$/);
    }
  });
});

describe("security group rules", () => {
  it("return the description of a rule with a prefix list", async () => {
    const rule = { securityGroupRuleId: "sgr-1", prefixListId: "pl-1" };
    const send = emulator({
      AuthorizeSecurityGroupIngress: xmlReply({ R: { securityGroupRuleSet: { item: rule } } }),
      DescribeSecurityGroupRules: xmlReply({
        R: { securityGroupRuleSet: { item: [rule, { securityGroupRuleId: "sgr-2" }] } },
      }),
    });
    await send("ec2", {
      Action: "AuthorizeSecurityGroupIngress",
      "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1",
      "IpPermissions.1.PrefixListIds.1.Description": "from CloudFront",
    });
    const { body } = await send("ec2", { Action: "DescribeSecurityGroupRules" });
    expect(body.match(/<description>/g)).toHaveLength(1);
    expect(body).toContain("<description>from CloudFront</description>");
  });

  it("store no description of a rejected rule", async () => {
    const rules = { securityGroupRuleSet: { item: { securityGroupRuleId: "sgr-1", prefixListId: "pl-1" } } };
    const send = emulator({
      AuthorizeSecurityGroupIngress: xmlReply({ Response: rules }, 400),
      DescribeSecurityGroupRules: xmlReply({ R: rules }),
    });
    const permission = {
      "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1",
      "IpPermissions.1.PrefixListIds.1.Description": "x",
    };
    await send("ec2", { Action: "AuthorizeSecurityGroupIngress", ...permission });
    expect((await send("ec2", { Action: "DescribeSecurityGroupRules" })).body).not.toContain("<description>");
  });
});

describe("launch templates", () => {
  it("do not return their own tags in the tag specifications for instances", async () => {
    const specification = (resourceType: string) => ({
      resourceType,
      tagSet: { item: { key: "a", value: resourceType } },
    });
    const data = { tagSpecificationSet: { item: [specification("instance"), specification("launch-template")] } };
    const version = xmlReply({ R: { launchTemplateVersionSet: { item: { launchTemplateData: data } } } });
    const send = emulator({ DescribeLaunchTemplateVersions: version });
    const { body } = await send("ec2", { Action: "DescribeLaunchTemplateVersions" });
    expect(body).toContain("<resourceType>instance</resourceType>");
    expect(body).not.toContain("launch-template</resourceType>");
  });
});

describe("DB instances", () => {
  it("are requested from moto without the filter by resource ID", async () => {
    const both = { DBInstance: [{ DBInstanceIdentifier: "a" }, { DBInstanceIdentifier: "b" }] };
    const send = emulator({
      DescribeDBInstances: xmlReply({ R: { DescribeDBInstancesResult: { DBInstances: both } } }),
    });
    const all = (await send("rds", { Action: "DescribeDBInstances" })).body;
    const [, first = ""] = /<DbiResourceId>(.*?)<\/DbiResourceId>/.exec(all) ?? [];
    const filter = { "Filters.Filter.1.Name": "dbi-resource-id", "Filters.Filter.1.Values.Value.1": first };
    const { body } = await send("rds", { Action: "DescribeDBInstances", ...filter });
    expect(body.match(/<DBInstance>/g)).toHaveLength(1);
    expect(body).toContain("<DBInstanceIdentifier>a</DBInstanceIdentifier>");
  });
});

describe("composite alarms", () => {
  const alarms = (...names: string[]) => {
    const MetricAlarms = { member: names.map((AlarmName) => ({ AlarmName })) };
    return { DescribeAlarms: xmlReply({ DescribeAlarmsResponse: { DescribeAlarmsResult: { MetricAlarms } } }) };
  };

  it("are returned with `member` elements in the query protocol, which Terraform's provider reads", async () => {
    const send = emulator(alarms("a"));
    const actions = { "AlarmActions.member.1": "arn:1", "AlarmActions.member.2": "arn:2" };
    await send("monitoring", { Action: "PutCompositeAlarm", AlarmName: "c", AlarmRule: "ALARM(a)", ...actions });
    const types = { "AlarmTypes.member.1": "CompositeAlarm", "AlarmTypes.member.2": "MetricAlarm" };
    const { body } = await send("monitoring", { Action: "DescribeAlarms", ...types });
    expect(body).toContain("<AlarmActions><member>arn:1</member><member>arn:2</member></AlarmActions>");
    expect(body).toContain("<MetricAlarms><member><AlarmName>a</AlarmName></member></MetricAlarms>");
  });

  it.each(['ALARM("b")', "NOT ALARM(b)", "ALARM(a) OR (OK('b') AND INSUFFICIENT_DATA(a))"])(
    "refuse the rule %s where b is missing",
    async (AlarmRule) => {
      const send = emulator(alarms("a"));
      const put = send("monitoring", { Action: "PutCompositeAlarm", AlarmName: "c", AlarmRule });
      await expect(put).rejects.toMatchObject({
        code: "ValidationError",
        message: expect.stringContaining("alarms [b]"),
      });
    },
  );
});
