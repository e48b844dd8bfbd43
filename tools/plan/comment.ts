import { COMMENT_LIMIT } from "./summary";

/** A pull request and the leave to write to it. */
export interface PullRequest {
  /** e.g. `https://api.github.com`. */
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
}

/** First line of our comment; GitHub shows nothing of it. */
const MARKER = "<!-- tierra: plans -->";

/** Milliseconds that GitHub has for one answer. */
const TIME_LIMIT = 30_000;
/** Comments a page: the most that GitHub gives. */
const PAGE = 100;

interface Comment {
  readonly id: number;
  readonly body?: string;
  readonly user?: { readonly type?: string };
}

/**
 * Writes the plans into the one comment of the pull request that is ours, or into a new one.
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

/** A comment of a person that starts like ours is not ours: they could change what it says of the plans. */
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
