import { COMMENT_LIMIT } from "./summary";

/** A pull request, and a token that can write to it. */
export interface PullRequest {
  /** e.g. `https://api.github.com`. */
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
}

/** First line of the plan comment. GitHub does not show it. */
const MARKER = "<!-- tierra: plans -->";

/** Time limit of one request to GitHub, in milliseconds. */
const TIME_LIMIT = 30_000;
/** Comments per page. GitHub's maximum. */
const PAGE = 100;

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user?: { readonly type?: string };
}

/**
 * Updates the plan comment of the pull request, or creates it.
 * https://docs.github.com/en/rest/issues/comments
 *
 * @returns the comment's id
 * @throws Error in one line with what GitHub answered
 */
export async function publishComment(pullRequest: PullRequest, summary: string): Promise<number> {
  const body = `${MARKER}\n${summary}`;
  if (body.length > COMMENT_LIMIT) {
    throw new Error(`the comment must be at most ${COMMENT_LIMIT} characters, got ${body.length}`);
  }
  const comments = `/repos/${pullRequest.repository}/issues`;
  const ours = await findOurs(pullRequest, `${comments}/${pullRequest.number}/comments`);
  const { id } = ours
    ? await ask<Comment>(pullRequest, "PATCH", `${comments}/comments/${ours.id}`, { body })
    : await ask<Comment>(pullRequest, "POST", `${comments}/${pullRequest.number}/comments`, { body });
  return id;
}

/** A person's comment can start with the same line. It is never used, because its author could change the plans in it. */
async function findOurs(pullRequest: PullRequest, path: string): Promise<Comment | undefined> {
  for (let page = 1; ; page++) {
    const comments = await ask<Comment[]>(pullRequest, "GET", `${path}?per_page=${PAGE}&page=${page}`);
    const ours = comments.find(({ body, user }) => body?.startsWith(MARKER) && user?.type === "Bot");
    if (ours || comments.length < PAGE) {
      return ours;
    }
  }
}

async function ask<T>({ apiUrl, token }: PullRequest, method: string, path: string, content?: unknown): Promise<T> {
  const response = await fetch(apiUrl + path, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "x-github-api-version": "2022-11-28",
      ...(content ? { "content-type": "application/json" } : {}),
    },
    ...(content ? { body: JSON.stringify(content) } : {}),
    signal: AbortSignal.timeout(TIME_LIMIT),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`GitHub answered ${response.status} to ${method} ${path}: ${messageOf(text)}`);
  }
  return JSON.parse(text) as T;
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message: string }).message;
  } catch {
    return text.slice(0, 200).replaceAll("\n", " ");
  }
}
