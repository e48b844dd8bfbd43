import { DatabaseEvents, type DatabaseEventsProps } from "../../../modules/database/database-events";
import { Template } from "../../helpers/template";

const events = (sources: DatabaseEventsProps["sources"]) =>
  Template.of((scope) => {
    new DatabaseEvents(scope, "events", { name: "sample-test-aurora", sources, topicArn: "topic" });
  });

describe("DatabaseEvents", () => {
  it("stands alone: required props only, and subscribes to each type of source with its categories", () => {
    const template = events({ "db-cluster": ["one"], "db-instance": ["one-1", "one-2"], "db-proxy": ["one"] });
    template.count("aws_db_event_subscription", 3);
    template.all("aws_db_event_subscription", { sns_topic: "topic" });
    template.one("aws_db_event_subscription", {
      name: "sample-test-aurora-db-cluster-events",
      source_type: "db-cluster",
      source_ids: ["one"],
      event_categories: ["failover", "failure", "maintenance", "notification"],
    });
    template.one("aws_db_event_subscription", { source_type: "db-proxy", event_categories: ["failure"] });
    const { event_categories, source_ids } = template.one("aws_db_event_subscription", { source_type: "db-instance" });
    expect(source_ids).toEqual(["one-1", "one-2"]);
    expect(event_categories).toEqual(expect.arrayContaining(["failover", "failure", "low storage", "maintenance"]));
  });

  it("creates no subscription to all sources of the account for an empty list", () => {
    events({ "db-cluster": ["one"], "db-instance": [] }).count("aws_db_event_subscription", 1);
  });

  it("fails without a source", () => {
    expect(() => events({ "db-instance": [] })).toThrow("sources must name at least 1 source");
  });
});
