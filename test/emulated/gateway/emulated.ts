import { type Emulator, startEmulator } from "../../../tools/emulator/start";

/** Configuration of all SDK clients in these tests. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A separate emulator for the test file. It starts before the tests and stops after them. */
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

  /** Configuration of a client for one account and region. */
  config(account = "111111111111", region = "eu-west-1"): ClientConfig {
    const credentials = { accessKeyId: account, secretAccessKey: "test" };
    return { endpoint: this.emulator.url, region, credentials, maxAttempts: 1 };
  }
}
