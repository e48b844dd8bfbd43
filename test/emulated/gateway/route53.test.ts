import {
  type ChangeAction,
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  CreateQueryLoggingConfigCommand,
  CreateTrafficPolicyCommand,
  CreateTrafficPolicyInstanceCommand,
  CreateTrafficPolicyVersionCommand,
  DeleteTrafficPolicyCommand,
  DeleteTrafficPolicyInstanceCommand,
  GetQueryLoggingConfigCommand,
  GetTrafficPolicyCommand,
  GetTrafficPolicyInstanceCommand,
  ListQueryLoggingConfigsCommand,
  ListResourceRecordSetsCommand,
  ListTrafficPoliciesCommand,
  ListTrafficPolicyInstancesCommand,
  ListTrafficPolicyVersionsCommand,
  Route53Client,
  UpdateTrafficPolicyCommentCommand,
  UpdateTrafficPolicyInstanceCommand,
} from "@aws-sdk/client-route-53";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
const Document = JSON.stringify({
  AWSPolicyFormatVersion: "2015-10-01",
  RecordType: "CNAME",
  StartEndpoint: "one",
  Endpoints: { one: { Type: "value", Value: "one.example.com" } },
});
let dns: Route53Client;

beforeEach(async () => {
  await aws.emulator.reset();
  dns = new Route53Client({ ...aws.config(), region: "us-east-1" });
});

async function create(Name = "items"): Promise<string> {
  const { TrafficPolicy } = await dns.send(new CreateTrafficPolicyCommand({ Name, Document, Comment: "first" }));
  return TrafficPolicy?.Id ?? "";
}

describe("a traffic policy", () => {
  it("is returned by version, with the record type of its document", async () => {
    const Id = await create();
    const policy = { Id, Version: 1, Name: "items", Type: "CNAME", Document, Comment: "first" };
    expect(await dns.send(new GetTrafficPolicyCommand({ Id, Version: 1 }))).toMatchObject({ TrafficPolicy: policy });
  });

  it("has several versions, and returns the latest version number", async () => {
    const Id = await create();
    await dns.send(new CreateTrafficPolicyVersionCommand({ Id, Document, Comment: "second" }));
    await dns.send(new UpdateTrafficPolicyCommentCommand({ Id, Version: 1, Comment: "old" }));
    const { TrafficPolicies = [] } = await dns.send(new ListTrafficPolicyVersionsCommand({ Id }));
    expect(TrafficPolicies.map(({ Version, Comment }) => [Version, Comment])).toEqual([
      [1, "old"],
      [2, "second"],
    ]);
    const { TrafficPolicySummaries } = await dns.send(new ListTrafficPoliciesCommand({}));
    expect(TrafficPolicySummaries).toMatchObject([{ Id, LatestVersion: 2, TrafficPolicyCount: 2 }]);
  });

  it("is deleted with its last version", async () => {
    const Id = await create();
    await dns.send(new DeleteTrafficPolicyCommand({ Id, Version: 1 }));
    expect((await dns.send(new ListTrafficPoliciesCommand({}))).TrafficPolicySummaries).toEqual([]);
    await expect(dns.send(new GetTrafficPolicyCommand({ Id, Version: 1 }))).rejects.toMatchObject({
      name: "NoSuchTrafficPolicy",
    });
  });

  it("is rejected with an existing name or an invalid document", async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: "TrafficPolicyAlreadyExists" });
    const broken = dns.send(new CreateTrafficPolicyCommand({ Name: "other", Document: "{}" }));
    await expect(broken).rejects.toMatchObject({ name: "InvalidTrafficPolicyDocument" });
  });
});

describe("a policy record", () => {
  const record = (TrafficPolicyId: string) =>
    new CreateTrafficPolicyInstanceCommand({
      HostedZoneId: "Z1",
      Name: "api.example.com",
      TTL: 60,
      TrafficPolicyId,
      TrafficPolicyVersion: 1,
    });

  it("is created immediately, changed and deleted", async () => {
    const TrafficPolicyId = await create();
    const { TrafficPolicyInstance } = await dns.send(record(TrafficPolicyId));
    const Id = TrafficPolicyInstance?.Id ?? "";
    const made = { Id, HostedZoneId: "Z1", Name: "api.example.com.", TTL: 60, State: "Applied", TrafficPolicyId };
    expect(await dns.send(new GetTrafficPolicyInstanceCommand({ Id }))).toMatchObject({ TrafficPolicyInstance: made });
    await dns.send(new UpdateTrafficPolicyInstanceCommand({ Id, TTL: 30, TrafficPolicyId, TrafficPolicyVersion: 1 }));
    const { TrafficPolicyInstances } = await dns.send(new ListTrafficPolicyInstancesCommand({}));
    expect(TrafficPolicyInstances).toMatchObject([{ Id, TTL: 30, TrafficPolicyType: "CNAME" }]);
    await dns.send(new DeleteTrafficPolicyInstanceCommand({ Id }));
    await expect(dns.send(new GetTrafficPolicyInstanceCommand({ Id }))).rejects.toMatchObject({
      name: "NoSuchTrafficPolicyInstance",
    });
  });

  it("requires a policy, which then cannot be deleted", async () => {
    const TrafficPolicyId = await create();
    await dns.send(record(TrafficPolicyId));
    const held = dns.send(new DeleteTrafficPolicyCommand({ Id: TrafficPolicyId, Version: 1 }));
    await expect(held).rejects.toMatchObject({ name: "TrafficPolicyInUse" });
    await expect(dns.send(record("missing"))).rejects.toMatchObject({ name: "NoSuchTrafficPolicy" });
  });
});

describe("a record", () => {
  let HostedZoneId: string;

  beforeEach(async () => {
    const zone = new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "zone" });
    HostedZoneId = (await dns.send(zone)).HostedZone?.Id ?? "";
    await change("CREATE", "one.example.com");
    await change("CREATE", "two.example.com");
  });

  it("can be created again after it was deleted", async () => {
    await change("DELETE", "one.example.com");
    await change("CREATE", "one.example.com");
    const { ResourceRecordSets = [] } = await dns.send(new ListResourceRecordSetsCommand({ HostedZoneId }));
    const names = ResourceRecordSets.filter(({ Type }) => Type === "CNAME").map(({ Name }) => Name);
    expect(names).toEqual(["one.example.com.", "two.example.com."]);
  });

  it("cannot be created twice", async () => {
    await expect(change("CREATE", "one.example.com")).rejects.toThrow("already exists");
  });

  async function change(Action: ChangeAction, Name: string): Promise<void> {
    const ResourceRecordSet = { Name, Type: "CNAME" as const, TTL: 60, ResourceRecords: [{ Value: "a.example.net" }] };
    await dns.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] } }),
    );
  }
});

describe("query logging of a hosted zone", () => {
  it("returns the ARN of the log group as in the request", async () => {
    const group = await fetch(aws.emulator.url, {
      method: "POST",
      headers: {
        authorization: "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/logs/aws4_request",
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "Logs_20140328.CreateLogGroup",
      },
      body: JSON.stringify({ logGroupName: "/aws/route53/example.com" }),
    });
    expect(group.status).toBe(200);
    const { HostedZone } = await dns.send(new CreateHostedZoneCommand({ Name: "example.com", CallerReference: "1" }));
    const HostedZoneId = HostedZone?.Id?.replace("/hostedzone/", "");
    const CloudWatchLogsLogGroupArn = "arn:aws:logs:us-east-1:111111111111:log-group:/aws/route53/example.com";
    const create = new CreateQueryLoggingConfigCommand({ HostedZoneId, CloudWatchLogsLogGroupArn });
    const { QueryLoggingConfig } = await dns.send(create);
    expect(QueryLoggingConfig).toMatchObject({ HostedZoneId, CloudWatchLogsLogGroupArn });
    const found = await dns.send(new GetQueryLoggingConfigCommand({ Id: QueryLoggingConfig?.Id }));
    expect(found.QueryLoggingConfig).toEqual(QueryLoggingConfig);
    const { QueryLoggingConfigs } = await dns.send(new ListQueryLoggingConfigsCommand({}));
    expect(QueryLoggingConfigs).toEqual([QueryLoggingConfig]);
    await expect(dns.send(create)).rejects.toMatchObject({ name: "QueryLoggingConfigAlreadyExists" });
  });
});
