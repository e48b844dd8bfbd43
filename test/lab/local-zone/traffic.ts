import type { ChildProcess } from "node:child_process";
import { sleep } from "./wait";

/** Running pings and their answers. */
export class Traffic {
  private readonly ping: ChildProcess;
  private readonly chunks: string[] = [];

  constructor(ping: ChildProcess) {
    this.ping = ping;
    ping.stdout?.on("data", (text) => this.chunks.push(String(text)));
  }

  /** Stops the pings. Returns the number of lost packets and the longest time without an answer in seconds. */
  async stop(): Promise<{ lost: number; gap: number }> {
    await sleep(1.1);
    // "exit" may come before the last output.
    const ended = new Promise((done) => this.ping.on("close", done));
    this.ping.kill("SIGINT");
    await ended;
    const answers = this.chunks.join("");
    const [summary, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(answers) ?? [];
    if (summary === undefined) {
      throw new Error(`ping printed no summary: ${answers.slice(-300)}`);
    }
    const times = [...answers.matchAll(/\[(\d+\.\d+)\] \d+ bytes from/g)].map(([, time]) => Number(time));
    // A path that does not answer again counts until the last ping without an answer.
    const last = Number([...answers.matchAll(/\[(\d+\.\d+)\]/g)].at(-1)?.[1] ?? 0);
    const gaps = [...times, last].slice(1).map((time, index) => time - (times[index] ?? time));
    return { lost: Number(sent) - Number(received), gap: Math.max(0, ...gaps) };
  }
}
