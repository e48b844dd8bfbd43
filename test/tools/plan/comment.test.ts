import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type PullRequest, publishComment } from "../../../tools/plan/comment";

interface Comment {
  id: number;
  body: string;
  user: { type: string };
}

const MARKER = "<!-- tierra: plans -->";

describe("publishComment", () => {
  /** Comments on pull request 7, in GitHub's order (oldest first). */
  let comments: Comment[];
  let requests: string[];
  let tokens: Set<string | undefined>;
  let server: Server;
  let pullRequest: PullRequest;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      let content = "";
      request.on("data", (chunk) => {
        content += chunk;
      });
      request.on("end", () => {
        requests.push(`${request.method} ${url.pathname}`);
        tokens.add(request.headers.authorization);
        const [status, answer] = answerTo(request.method ?? "", url, content);
        response.writeHead(status, { "content-type": "application/json" });
        response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });

  afterAll(() => new Promise((closed) => server.close(closed)));

  beforeEach(() => {
    comments = [];
    requests = [];
    tokens = new Set();
    const { port } = server.address() as AddressInfo;
    pullRequest = { apiUrl: `http://127.0.0.1:${port}`, token: "secret", repository: "owner/name", number: 7 };
  });

  function answerTo(method: string, url: URL, content: string): [number, unknown] {
    if (url.pathname.startsWith("/repos/owner/broken")) {
      return [502, "<html>\nbad gateway</html>"];
    }
    const list = "/repos/owner/name/issues/7/comments";
    if (method === "GET" && url.pathname === list) {
      const size = Number(url.searchParams.get("per_page"));
      const from = (Number(url.searchParams.get("page")) - 1) * size;
      return [200, comments.slice(from, from + size)];
    }
    if (method === "POST" && url.pathname === list) {
      const made = { id: 1000 + comments.length, body: JSON.parse(content).body, user: { type: "Bot" } };
      comments.push(made);
      return [201, made];
    }
    const found = comments.find(({ id }) => url.pathname === `/repos/owner/name/issues/comments/${id}`);
    if (method === "PATCH" && found) {
      found.body = JSON.parse(content).body;
      return [200, found];
    }
    return [404, { message: "Not Found" }];
  }

  it("creates a comment, then updates it", async () => {
    const id = await publishComment(pullRequest, "first");
    expect(await publishComment(pullRequest, "second")).toBe(id);
    expect(comments).toEqual([{ id, body: `${MARKER}\nsecond`, user: { type: "Bot" } }]);
    expect([...tokens]).toEqual(["Bearer secret"]);
  });

  it("finds its comment on a later page", async () => {
    comments = Array.from({ length: 150 }, (_, id) => ({ id, body: "talk", user: { type: "User" } }));
    comments.push({ id: 150, body: `${MARKER}\nold`, user: { type: "Bot" } });
    expect(await publishComment(pullRequest, "new")).toBe(150);
    expect(requests.filter((request) => request.startsWith("GET"))).toHaveLength(2);
  });

  it("ignores a user's comment, because the user could edit it", async () => {
    comments = [{ id: 1, body: `${MARKER}\nlooks harmless`, user: { type: "User" } }];
    expect(await publishComment(pullRequest, "plans")).not.toBe(1);
    expect(comments[0]?.body).toBe(`${MARKER}\nlooks harmless`);
  });

  it("ignores a bot's comment that only quotes the marker", async () => {
    comments = [{ id: 1, body: `> ${MARKER}`, user: { type: "Bot" } }];
    expect(await publishComment(pullRequest, "plans")).not.toBe(1);
  });

  it("fails with GitHub's message in one line", async () => {
    await expect(publishComment({ ...pullRequest, number: 8 }, "plans")).rejects.toThrow(
      "GitHub answered 404 to GET /repos/owner/name/issues/8/comments?per_page=100&page=1: Not Found",
    );
    await expect(publishComment({ ...pullRequest, repository: "owner/broken" }, "plans")).rejects.toThrow(
      /^GitHub answered 502 to GET \S+: <html> bad gateway<\/html>$/,
    );
  });

  it("fails without a request to GitHub if the summary is too long", async () => {
    await expect(publishComment(pullRequest, "x".repeat(65_536))).rejects.toThrow("must be at most 65536 characters");
    expect(requests).toEqual([]);
  });
});
