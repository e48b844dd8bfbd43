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

  /**
   * Stops the pings. Returns the number of lost packets and the longest time without an answer in seconds. Pings of the last second
   * count as neither, because their answers may be on the way.
   */
  async stop(): Promise<{ lost: number; gap: number }> {
    const sent = Math.max(0, ...this.matches(/icmp_seq=(\d+)/g));
    const end = this.matches(/\[(\d+\.\d+)\]/g).at(-1);
    await sleep(1.1);
    // "exit" may come before the last output.
    const ended = new Promise((done) => this.ping.on("close", done));
    this.ping.kill("SIGINT");
    await ended;
    if (end === undefined) {
      throw new Error("ping has printed nothing");
    }
    const answered = new Set(this.matches(/ bytes from .* icmp_seq=(\d+)/g).filter((number) => number <= sent));
    const times = this.matches(/\[(\d+\.\d+)\] \d+ bytes from/g).filter((time) => time <= end);
    // A path that does not answer again counts until the end.
    const gaps = [...times, end].slice(1).map((time, index) => time - (times[index] ?? time));
    return { lost: sent - answered.size, gap: Math.max(0, ...gaps) };
  }

  /** The numbers that an expression finds in the output. */
  private matches(expression: RegExp): number[] {
    return [...this.chunks.join("").matchAll(expression)].map(([, number]) => Number(number));
  }
}
