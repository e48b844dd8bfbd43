import type { RuntimeState } from "../../../tools/local-runtime/control/runtime-state";
import { announcement } from "../../../tools/start/announcement";

const STATE = {
  environment: "dev",
  speed: 1,
  sharedName: { name: "api.dev.example.com", url: "http://127.0.0.1:4100" },
  regions: [
    { name: "eu-west-1", url: "http://127.0.0.1:4101", ownName: "eu-west-1.api.dev.example.com" },
    { name: "eu-central-1", url: "http://127.0.0.1:4102", ownName: "eu-central-1.api.dev.example.com" },
  ],
  notEmulated: ["web ACLs", `a long line ${"of words ".repeat(30)}`],
} as unknown as RuntimeState;

const props = { state: STATE, page: "http://127.0.0.1:4099/token/", readySeconds: 1.24, healthPath: "/health" };

describe("announcement", () => {
  it("names the page, the shared name and the regions", () => {
    const text = announcement({ ...props, auth: "iam" });
    expect(text.split("\n").slice(0, 5)).toEqual([
      "The active-active backend of dev runs on this machine, ready in 1.2 s:",
      "  page          http://127.0.0.1:4099/token/",
      "  shared name   http://127.0.0.1:4100  api.dev.example.com",
      "  eu-west-1     http://127.0.0.1:4101  eu-west-1.api.dev.example.com",
      "  eu-central-1  http://127.0.0.1:4102  eu-central-1.api.dev.example.com",
    ]);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(text).toContain("Ctrl-C ends it.");
  });

  it("has commands that fit the authorization", () => {
    const commands = (auth: "none" | "iam" | "token") =>
      announcement({ ...props, auth })
        .split("Try it:\n")[1]
        ?.split("\n\n")[0]
        ?.split("\n");
    const health = "  curl -i http://127.0.0.1:4101/health";
    const drill = "  npm run drill -- --local --environment dev --region eu-west-1";
    expect(commands("token")).toEqual([health, drill]);
    expect(commands("none")).toEqual([
      health,
      "  curl \\",
      `    --json '{"item_id":"one"}' http://127.0.0.1:4101/items`,
      "  curl \\",
      "    http://127.0.0.1:4102/items/one",
      drill,
    ]);
    expect(commands("iam")).toEqual([
      health,
      "  curl --aws-sigv4 aws:amz:eu-west-1:execute-api \\",
      "    --user AKIDLOCALRUNTIME:valid-on-this-machine-only \\",
      `    --json '{"item_id":"one"}' http://127.0.0.1:4101/items`,
      "  curl --aws-sigv4 aws:amz:eu-central-1:execute-api \\",
      "    --user AKIDLOCALRUNTIME:valid-on-this-machine-only \\",
      "    http://127.0.0.1:4102/items/one",
      drill,
    ]);
  });

  it("says how fast time passes", () => {
    expect(announcement({ ...props, auth: "iam" })).toContain("take the time of AWS");
    expect(announcement({ ...props, state: { ...STATE, speed: 10 }, auth: "iam" })).toContain("are 10 times faster");
  });
});
