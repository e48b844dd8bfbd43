/** Milliseconds between two frames on a terminal. */
const FRAME = 100;

/** Shows that work is in progress. Updates the elapsed time on a terminal, and writes one line elsewhere. */
export class Progress {
  private readonly text: string;
  private readonly stream: NodeJS.WriteStream;

  constructor(text: string, stream: NodeJS.WriteStream = process.stderr) {
    this.text = text;
    this.stream = stream;
  }

  /** Shows progress until `work` is settled, then gives its result. */
  async during<T>(work: Promise<T>): Promise<T> {
    const { stream, text } = this;
    if (!stream.isTTY) {
      stream.write(`${text} ...\n`);
      return work;
    }
    const started = performance.now();
    const draw = () => stream.write(`\r${text} ... ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const timer = setInterval(draw, FRAME);
    try {
      return await work;
    } finally {
      clearInterval(timer);
      stream.write("\r\u001b[K");
    }
  }
}
