import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** ID of production's route table. */
export const TABLE = "rtb-0123456789abcdef0";
const INTERFACE = "eni-0123456789abcdef0";
const REPLACEMENT = "eni-0fedcba9876543210";

/** A fault of `stand-ins/aws`. */
export type ApiFault = "api-fails" | "slow-writes" | "lost-writes" | "ssm-fails" | "stack-is-gone";

/** The files of the emulated EC2 route table, which `stand-ins/aws` reads and writes. */
export class EmulatedEc2 {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder);
    this.reset();
  }

  /** Removes the static routes and the replaced interface, and forgets changes and rounds. */
  reset(): void {
    this.write("table", "");
    this.write("interface", INTERFACE);
    this.write("changes", "");
    this.write("rounds", "");
  }

  /** Starts or ends a fault. */
  set(name: ApiFault, on: boolean): void {
    const file = join(this.folder, name);
    if (on) {
      appendFileSync(file, "");
    } else {
      rmSync(file, { force: true });
    }
  }

  /** ID of the appliance's interface. */
  get interface(): string {
    return this.read("interface");
  }

  replaceInterface(): void {
    this.write("interface", REPLACEMENT);
  }

  deleteInterface(): void {
    this.write("interface", "none");
  }

  /** Removes the static routes, as an operator or a script might. */
  removeRoutes(): void {
    this.write("table", "");
  }

  /** Whether Direct Connect propagates a prefix. */
  propagates(prefix: string): boolean {
    return existsSync(join(this.folder, "propagated")) && this.read("propagated").includes(`${prefix} `);
  }

  /** Whether there is a static route. */
  get onVpn(): boolean {
    return this.read("table").includes("CreateRoute");
  }

  /** Rounds of the monitor so far. */
  get rounds(): number {
    return this.read("rounds").length;
  }

  /** Number of the monitor's round at each change of the route table. */
  get changesAt(): readonly number[] {
    const lines = this.read("changes").split("\n").filter(Boolean);
    return lines.map((line) => Number.parseInt(line, 10));
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}
