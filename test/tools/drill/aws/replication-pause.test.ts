import { ReplicationPause } from "../../../../tools/drill/aws/replication-pause";

interface Stored {
  readonly id: string;
  readonly tags: Record<string, string>;
  state?: { status: string; reason?: string };
}

/** AWS FIS with experiments that need a question to start and another one to stop. */
class FakeFis {
  templates: Stored[] = [];
  experiments: Stored[] = [];
  starts = true;
  readonly asked: string[] = [];

  readonly ask = async (method: string, path: string, input: unknown = {}): Promise<unknown> => {
    this.asked.push(`${method} ${path}`);
    const { tags = {} } = input as { tags?: Record<string, string> };
    const id = path.split("/")[2] ?? "";
    const found = this.experiments.find((one) => one.id === id);
    switch (`${method} ${path.split(/[/?]/)[1]}${id === "" ? "" : "/"}`) {
      case "POST experimentTemplates":
        this.templates.push({ id: `EXT${this.templates.length}`, tags });
        return { experimentTemplate: this.templates.at(-1) };
      case "POST experiments":
        this.experiments.push({ id: `EXP${this.experiments.length}`, tags, state: { status: "initiating" } });
        return { experiment: structuredClone(this.experiments.at(-1)) };
      case "GET experiments":
        return { experiments: this.experiments };
      case "GET experimentTemplates":
        return { experimentTemplates: this.templates };
      case "GET experiments/":
        return { experiment: this.advance(found) };
      case "DELETE experiments/":
        Object.assign(found ?? {}, { state: { status: "stopping" } });
        return {};
      case "DELETE experimentTemplates/":
        this.templates = this.templates.filter((one) => one.id !== id);
        return {};
      default:
        throw new Error(`${method} ${path}`);
    }
  };

  private advance(experiment: Stored | undefined) {
    const before = structuredClone(experiment);
    const next: Record<string, object> = {
      initiating: this.starts ? { status: "running" } : { status: "failed", reason: "no permission" },
      stopping: { status: "stopped" },
    };
    Object.assign(experiment ?? {}, { state: next[experiment?.state?.status ?? ""] ?? experiment?.state });
    return before;
  }
}

const ARN = "arn:aws:dynamodb:eu-west-1:111111111111:table/MyGlobalTable";
const ROLE = "arn:aws:iam::111111111111:role/fis";
const rig = () => {
  const fis = new FakeFis();
  return { fis, pause: new ReplicationPause(fis.ask, "items", async () => undefined) };
};

describe("ReplicationPause", () => {
  it("starts an experiment, is found by its tags, and leaves nothing behind", async () => {
    const { fis, pause } = rig();
    await pause.start("k3v9x2ab", ARN, ROLE);
    expect(fis.experiments[0]?.state).toEqual({ status: "running" });
    expect(await pause.drills()).toEqual(["k3v9x2ab"]);
    await pause.stop("k3v9x2ab");
    expect(fis.experiments[0]?.state).toEqual({ status: "stopped" });
    expect([fis.templates, await pause.drills()]).toEqual([[], []]);
  });

  it("stops only the experiments of the drill and of its backend", async () => {
    const { fis, pause } = rig();
    const others = new ReplicationPause(fis.ask, "other-items", async () => undefined);
    await others.start("zzzzzzzz", ARN, ROLE);
    await pause.start("k3v9x2ab", ARN, ROLE);
    await pause.stop("k3v9x2ab");
    expect([await others.drills(), await pause.drills()]).toEqual([["zzzzzzzz"], []]);
    expect(fis.templates).toHaveLength(1);
  });

  it("has no effect without an experiment", async () => {
    const { fis, pause } = rig();
    await pause.stop("k3v9x2ab");
    expect(fis.asked.filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it("fails with the reason of FIS if the experiment does not start", async () => {
    const { fis, pause } = rig();
    fis.starts = false;
    await expect(pause.start("k3v9x2ab", ARN, ROLE)).rejects.toThrow(
      "the FIS experiment EXP0 must be running, got failed: no permission; look at it in the console of AWS FIS",
    );
    await pause.stop("k3v9x2ab");
    expect(fis.templates).toEqual([]);
  });
});
