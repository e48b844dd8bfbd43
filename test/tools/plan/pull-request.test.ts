import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pullRequestOf } from "../../../tools/plan/pull-request";

describe("pullRequestOf", () => {
  const folder = mkdtempSync(join(tmpdir(), "tierra-event-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function environment(event: string, more: Record<string, string | undefined> = {}) {
    const path = join(folder, "event.json");
    writeFileSync(path, event);
    return { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "owner/name", GITHUB_EVENT_PATH: path, ...more };
  }

  it("reads the number from the event, and uses GitHub's API by default", () => {
    expect(pullRequestOf(environment('{"pull_request":{"number":7}}'))).toEqual({
      apiUrl: "https://api.github.com",
      token: "t",
      repository: "owner/name",
      number: 7,
    });
  });

  it("uses the API of an enterprise server", () => {
    const variables = environment('{"pull_request":{"number":7}}', {
      GITHUB_API_URL: "https://git.example.com/api/v3",
    });
    expect(pullRequestOf(variables).apiUrl).toBe("https://git.example.com/api/v3");
  });

  it.each(["GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_EVENT_PATH"])("fails without %s", (name) => {
    const variables = environment('{"pull_request":{"number":7}}', { [name]: undefined });
    expect(() => pullRequestOf(variables)).toThrow(
      `${name} must be set, got nothing; run this command in GitHub Actions`,
    );
  });

  it("fails for the event of a push, and for an invalid event", () => {
    expect(() => pullRequestOf(environment('{"ref":"main"}'))).toThrow("must name the event of a pull request");
    expect(() => pullRequestOf(environment("nothing"))).toThrow("must name a JSON file");
  });
});
