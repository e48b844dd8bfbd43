/** Milliseconds between two frames on a terminal. */
const FRAME = 100;

/** Where and how often progress is shown. */
interface ProgressOptions {
  /** @default standard error */
  readonly stream?: NodeJS.WriteStream;
  /** Seconds between two lines if the stream is no terminal. @default one line at the start only */
  readonly everySeconds?: number;
}

/** Shows the progress of work: elapsed seconds on a terminal, otherwise lines. */
export class Progress {
  private readonly text: string;
  private readonly stream: NodeJS.WriteStream;
  private readonly everySeconds: number | undefined;

  constructor(text: string, { stream = process.stderr, everySeconds }: ProgressOptions = {}) {
    this.text = text;
    this.stream = stream;
    this.everySeconds = everySeconds;
  }

  /** Shows progress until `work` is settled. Returns its result. */
  async during<T>(work: Promise<T>): Promise<T> {
    const { stream, text } = this;
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    if (!stream.isTTY) {
      stream.write(`${text} ...\n`);
      return this.everySeconds === undefined
        ? work
        : whileDrawing(work, this.everySeconds * 1000, () => stream.write(`${text} ... ${elapsed().toFixed(0)} s\n`));
    }
    try {
      return await whileDrawing(work, FRAME, () => stream.write(`\r${text} ... ${elapsed().toFixed(1)} s`));
    } finally {
      stream.write("\r\u001b[K");
    }
  }
}

async function whileDrawing<T>(work: Promise<T>, milliseconds: number, draw: () => void): Promise<T> {
  const timer = setInterval(draw, milliseconds);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
