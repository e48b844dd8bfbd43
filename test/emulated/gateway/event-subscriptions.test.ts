import {
  AddSourceIdentifierToSubscriptionCommand,
  CreateEventSubscriptionCommand,
  DeleteEventSubscriptionCommand,
  DescribeEventSubscriptionsCommand,
  ModifyEventSubscriptionCommand,
  RDSClient,
  RemoveSourceIdentifierFromSubscriptionCommand,
} from "@aws-sdk/client-rds";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let rds: RDSClient;
const SubscriptionName = "cluster-events";

beforeEach(async () => {
  await aws.emulator.reset();
  rds = new RDSClient(aws.config());
  await create();
});

async function create(): Promise<void> {
  await rds.send(
    new CreateEventSubscriptionCommand({
      SubscriptionName,
      SnsTopicArn: "arn:aws:sns:eu-west-1:111111111111:alarms",
      SourceType: "db-instance",
      SourceIds: ["one"],
      EventCategories: ["failover"],
      Enabled: true,
    }),
  );
}

async function described() {
  const { EventSubscriptionsList = [] } = await rds.send(new DescribeEventSubscriptionsCommand({ SubscriptionName }));
  return EventSubscriptionsList[0];
}

describe("event subscriptions of the emulated RDS", () => {
  it("get and lose sources", async () => {
    const added = new AddSourceIdentifierToSubscriptionCommand({ SubscriptionName, SourceIdentifier: "two" });
    expect((await rds.send(added)).EventSubscription?.SourceIdsList).toEqual(["one", "two"]);
    expect((await described())?.SourceIdsList).toEqual(["one", "two"]);
    await rds.send(new RemoveSourceIdentifierFromSubscriptionCommand({ SubscriptionName, SourceIdentifier: "one" }));
    expect(await described()).toMatchObject({ SourceIdsList: ["two"], SourceType: "db-instance", Status: "active" });
  });

  it("get other categories, and keep the rest", async () => {
    const EventCategories = ["failure", "maintenance"];
    await rds.send(new ModifyEventSubscriptionCommand({ SubscriptionName, EventCategories, Enabled: false }));
    expect(await described()).toMatchObject({
      EventCategoriesList: EventCategories,
      Enabled: false,
      SourceIdsList: ["one"],
    });
  });

  it("forget their changes when they are deleted", async () => {
    await rds.send(new AddSourceIdentifierToSubscriptionCommand({ SubscriptionName, SourceIdentifier: "two" }));
    await rds.send(new DeleteEventSubscriptionCommand({ SubscriptionName }));
    await create();
    expect((await described())?.SourceIdsList).toEqual(["one"]);
  });

  it("must exist", async () => {
    const added = new AddSourceIdentifierToSubscriptionCommand({ SubscriptionName: "none", SourceIdentifier: "two" });
    await expect(rds.send(added)).rejects.toMatchObject({ name: "SubscriptionNotFoundFault" });
  });
});
