import { LOCAL_ZONE, problemsOf } from "../../../helpers/environments";

const problemsOfSubscription = (subscription: object) =>
  problemsOf({ threeTier: { alarmSubscriptions: [subscription] } }).map((problem) =>
    problem.replace("threeTier.alarmSubscriptions[0].", ""),
  );

describe("a subscription to alarms", () => {
  it("accepts an email address or a URL, for all alarms or for pages only", () => {
    expect(problemsOfSubscription({ protocol: "email", endpoint: "ops@example.com" })).toEqual([]);
    expect(
      problemsOfSubscription({ protocol: "https", endpoint: "https://pager.example.com/x", receives: "pages" }),
    ).toEqual([]);
  });

  it.each([
    [{ protocol: "sms", endpoint: "+491234" }, 'protocol must be "email" or "https", got "sms"'],
    [{ protocol: "email", endpoint: "ops" }, 'endpoint must be an email address, e.g. oncall@example.com, got "ops"'],
    [
      { protocol: "https", endpoint: "http://pager.example.com" },
      'endpoint must be an https URL, e.g. https://www.example.com, got "http://pager.example.com"',
    ],
    [
      { protocol: "email", endpoint: "ops@example.com", receives: "some" },
      'receives must be "everything" or "pages", got "some"',
    ],
  ])("refuses %j", (subscription, problem) => {
    expect(problemsOfSubscription(subscription)).toEqual([problem]);
  });

  it("is the same for every architecture", () => {
    const alarmSubscriptions = [{ protocol: "email", endpoint: "ops" }];
    expect(problemsOf({ localZone: { ...LOCAL_ZONE, alarmSubscriptions } })).toEqual([
      'localZone.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "ops"',
    ]);
  });
});
