import { type Emulator, startEmulator } from "../../../tools/emulator/start";

/** What every SDK client of these tests is made with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** An emulator of the test file's own, started before its tests and stopped after them. */
export class EmulatedAws {
  #emulator: Emulator | undefined;

  constructor() {
    beforeAll(async () => {
      this.#emulator = await startEmulator();
    });
    afterAll(() => this.#emulator?.stop());
  }

  get emulator(): Emulator {
    if (this.#emulator === undefined) {
      throw new Error("the emulator has not been started");
    }
    return this.#emulator;
  }

  /** For a client of one account and region. */
  config(account = "111111111111", region = "eu-west-1"): ClientConfig {
    const credentials = { accessKeyId: account, secretAccessKey: "test" };
    return { endpoint: this.emulator.url, region, credentials, maxAttempts: 1 };
  }
}
