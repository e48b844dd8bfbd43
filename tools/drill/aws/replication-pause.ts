import { UsageError } from "../../shared/usage-error";

/** Sends a request to AWS FIS: method, path and body. */
type Ask = (method: string, path: string, input?: unknown) => Promise<unknown>;

interface Tagged {
  readonly id: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly state?: { readonly status: string; readonly reason?: string };
}

/** Tags of the template and of the experiment. From them, a drill of another machine finds the experiment. */
const DRILL = "tierra-drill";
const BACKEND = "tierra-backend";

/** After this time FIS ends the pause itself. It is longer than the longest drill. */
const DURATION = "PT30M";
const UNFINISHED = ["pending", "initiating", "running", "stopping"];
/** Longest time until FIS has started or ended the experiment. */
const ATTEMPTS = 60;
/** Pages of a list of experiments. FIS keeps ended experiments for 120 days. */
const MOST_PAGES = 100;

/**
 * Pauses the replication of one replica with AWS FIS. FIS adds a statement to the table's policy that denies DynamoDB's replication,
 * and that loses its effect at a fixed time, also if nothing stops the experiment.
 * https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#dynamodb-actions-reference
 */
export class ReplicationPause {
  private readonly ask: Ask;
  private readonly backend: string;
  private readonly pause: () => Promise<void>;

  /**
   * @param backend name of the backend, e.g. `project-x-dev-items`
   * @param pause waits for about two seconds
   */
  constructor(ask: Ask, backend: string, pause: () => Promise<void>) {
    this.ask = ask;
    this.backend = backend;
    this.pause = pause;
  }

  /** Starts an experiment. @throws UsageError when FIS does not start it */
  async start(id: string, tableArn: string, roleArn: string): Promise<void> {
    const tags = { [DRILL]: id, [BACKEND]: this.backend, Name: `drill ${id}` };
    const { experimentTemplate } = (await this.ask("POST", "/experimentTemplates", {
      clientToken: `template-${id}`,
      description: `Drill ${id}: pauses the replication of one replica`,
      roleArn,
      stopConditions: [{ source: "none" }],
      targets: { table: { resourceType: "aws:dynamodb:global-table", resourceArns: [tableArn], selectionMode: "ALL" } },
      actions: {
        pause: {
          actionId: "aws:dynamodb:global-table-pause-replication",
          parameters: { duration: DURATION },
          targets: { Tables: "table" },
        },
      },
      tags,
    })) as { experimentTemplate: Tagged };
    const { experiment } = (await this.ask("POST", "/experiments", {
      clientToken: `experiment-${id}`,
      experimentTemplateId: experimentTemplate.id,
      tags,
    })) as { experiment: Tagged };
    await this.wait(experiment.id, ["running"]);
  }

  /** Stops the experiments of a drill and deletes their template. */
  async stop(id: string): Promise<void> {
    for (const { id: experiment } of await this.running(id)) {
      await this.ask("DELETE", `/experiments/${experiment}`);
      await this.wait(experiment, ["stopped", "completed", "failed", "cancelled"]);
    }
    for (const { id: template, tags } of await this.list("experimentTemplates")) {
      if (tags?.[DRILL] === id && tags[BACKEND] === this.backend) {
        await this.ask("DELETE", `/experimentTemplates/${template}`);
      }
    }
  }

  /** IDs of the drills whose experiments have not ended. */
  async drills(): Promise<readonly string[]> {
    return [...new Set((await this.running()).map(({ tags }) => tags?.[DRILL] ?? ""))];
  }

  private async running(id?: string): Promise<readonly Tagged[]> {
    const all = await this.list("experiments");
    return all.filter(
      ({ tags, state }) =>
        tags?.[BACKEND] === this.backend &&
        tags[DRILL] !== undefined &&
        (id === undefined || tags[DRILL] === id) &&
        UNFINISHED.includes(state?.status ?? ""),
    );
  }

  private async list(what: "experiments" | "experimentTemplates"): Promise<readonly Tagged[]> {
    const found: Tagged[] = [];
    let next = "";
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = (await this.ask("GET", `/${what}?maxResults=100${next}`)) as {
        readonly [Name in typeof what]?: readonly Tagged[];
      } & { readonly nextToken?: string };
      found.push(...(answer[what] ?? []));
      if (answer.nextToken === undefined) {
        break;
      }
      next = `&nextToken=${encodeURIComponent(answer.nextToken)}`;
    }
    return found;
  }

  private async wait(experiment: string, wanted: readonly string[]): Promise<void> {
    let state: Tagged["state"];
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      ({ state } = ((await this.ask("GET", `/experiments/${experiment}`)) as { experiment: Tagged }).experiment);
      if (wanted.includes(state?.status ?? "")) {
        return;
      }
      if (!UNFINISHED.includes(state?.status ?? "")) {
        break;
      }
      await this.pause();
    }
    throw new UsageError(
      `the FIS experiment ${experiment} must be ${wanted[0]}, got ${state?.status}: ${state?.reason ?? "no reason"}; look at it in the console of AWS FIS`,
    );
  }
}
