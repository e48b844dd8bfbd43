import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Sandbox } from "../sandbox";

export const TABLE = "rtb-0123456789abcdef0";
export const INTERFACE = "eni-0123456789abcdef0";
export const PROPAGATED = "192.168.0.0/16 None active EnableVgwRoutePropagation";
export const ON_VPN = `192.168.0.0/16 ${INTERFACE} active CreateRoute`;

/** Rounds of a tenth of a second; the thresholds are the shipped ones, the dwell is short. */
const SETTINGS: Readonly<Record<string, string>> = {
  REGION: "eu-west-1",
  TARGETS: "192.168.0.1,192.168.0.2",
  VPN_TARGETS: "192.168.255.1",
  ROUTES: `${TABLE}:192.168.0.0/16`,
  INTERFACE,
  PING_SPACING_MS: "1",
  PING_WAIT_MS: "10",
  INTERVAL_MS: "100",
  DWELL_MS: "500",
  BACKOFF_MS: "100",
  BACKOFF_CAP_MS: "400",
  READ_EVERY: "5",
  PUBLISH_EVERY: "5",
  QUORUM: "1",
};

/** A host with the real monitor, a ping that answers as told and an EC2 of one file per route table. */
export class MonitoredHost {
  readonly sandbox = new Sandbox();
  output = "";
  private child: ChildProcess | undefined;
  private ended: Promise<number | null> = Promise.resolve(null);

  constructor(settings: Readonly<Record<string, string | undefined>> = {}) {
    this.configure(settings);
    this.route(PROPAGATED);
    this.sandbox.fake("ping", PING);
    this.sandbox.fake("aws", AWS);
  }

  configure(settings: Readonly<Record<string, string | undefined>>): void {
    const lines = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) =>
      value === undefined ? [] : [`TIERRA_PATH_${name}=${value}\n`],
    );
    this.sandbox.write("root/etc/tierra/path-monitor.env", lines.join(""));
  }

  /** What the route table holds, as lines of range, interface, state and origin. */
  route(...lines: readonly string[]): void {
    this.sandbox.write(`table-${TABLE}`, lines.map((line) => `${line}\n`).join(""));
  }

  get table(): string[] {
    return this.read(`table-${TABLE}`).trim().split("\n");
  }

  /** Sets a switch of the stand-ins, e.g. `down-192.168.0.1` or `writes-fail`. */
  set(name: string, on = true): void {
    if (on) appendFileSync(join(this.sandbox.folder, name), "");
    else rmSync(join(this.sandbox.folder, name), { force: true });
  }

  directConnect(up: boolean): void {
    this.set("down-192.168.0.1", !up);
    this.set("down-192.168.0.2", !up);
  }

  vpn(up: boolean): void {
    this.set("down-192.168.255.1", !up);
  }

  start(environment: Readonly<Record<string, string>> = {}): void {
    const { folder, root } = this.sandbox;
    const child = spawn("bash", [join(root, "opt/tierra/bin/path-monitor/monitor.sh")], {
      env: {
        PATH: `${join(folder, "fakes")}:${process.env.PATH ?? ""}`,
        TIERRA_ROOT: root,
        CALLS: join(folder, "calls"),
        STATE: folder,
        HOSTNAME: "host-1",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (this.output += text));
    this.ended = new Promise((done) => child.on("exit", done));
    this.child = child;
  }

  /** Ends the monitor alone with a signal, not what it started; gives its status. */
  async signal(name: NodeJS.Signals): Promise<number | null> {
    this.child?.kill(name);
    return this.ended;
  }

  exit(): Promise<number | null> {
    return this.ended;
  }

  async until(what: string | RegExp, seconds = 15): Promise<void> {
    const met = () => (typeof what === "string" ? this.output.includes(what) : what.test(this.output));
    await this.untilTrue(met, `${what}`, seconds);
  }

  async untilTrue(met: () => boolean, what: string, seconds = 15): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!met()) {
      if (Date.now() > end)
        throw new Error(`not within ${seconds} s: ${what}\n${this.output}\n${this.calls().join("\n")}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  /** Waits for this many further rounds. */
  async rounds(count: number): Promise<void> {
    const pings = () => this.sandbox.calls("ping").length;
    const enough = pings() + count * 3;
    await this.untilTrue(() => pings() >= enough, `${count} rounds`);
  }

  /** Calls of the EC2 API in order: `describe`, `create`, `replace`, `delete`. */
  calls(): string[] {
    return this.sandbox.calls("aws ec2").map((line) => /aws ec2 (\w+)-route/.exec(line)?.[1] ?? line);
  }

  writes(): string[] {
    return this.calls().filter((call) => call !== "describe");
  }

  said(text: string): number {
    return this.output.split(text).length - 1;
  }

  read(path: string): string {
    const file = join(this.sandbox.folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  remove(): void {
    if (this.child?.pid !== undefined) {
      try {
        process.kill(-this.child.pid, "SIGKILL");
      } catch {
        // It has ended, with everything that it started.
      }
    }
    this.sandbox.remove();
  }
}

const PING = `target=\${@: -1}
if [[ -e $STATE/down-$target ]]; then received=0; else received=3; fi
echo "3 packets transmitted, $received received, 0% packet loss, time 2ms"
((received == 0)) || echo "rtt min/avg/max/mdev = 19.1/20.2/21.3/0.5 ms"`;

const AWS = `table=""
while [[ $# -gt 0 ]]; do
  case $1 in
    --route-table-id | --route-table-ids) table=$STATE/table-$2 ;;
    --destination-cidr-block) cidr=$2 ;;
    --network-interface-id) interface=$2 ;;
    --metric-data) { tr -d '\\n' <"\${2#file://}" && echo; } >>"$STATE/metric-data" ;;
    --log-events) cat "\${2#file://}" >>"$STATE/log-events" ;;
    *-route | *-route-tables | get-parameter) action=$1 ;;
  esac
  shift
done
refuse() { echo "An error occurred ($1) when calling the API" >&2; exit 254; }
write() {
  [[ -e $STATE/writing ]] && echo "two writers" >>"$STATE/violations"
  : >"$STATE/writing"
  [[ ! -e $STATE/writes-are-slow ]] || sleep 0.7
  grep -v "^$cidr .*CreateRoute$" "$table" >"$table.new"
  [[ -z $1 ]] || echo "$1" >>"$table.new"
  mv "$table.new" "$table"
  rm -f "$STATE/writing"
}
case $action in
  describe-route-tables)
    [[ ! -e $STATE/reads-fail ]] || refuse RequestLimitExceeded
    cat "$table" ;;
  get-parameter) cat "$STATE/hold-parameter" ;;
  *)
    [[ ! -e $STATE/writes-fail ]] || refuse RequestLimitExceeded
    [[ ! -e $STATE/writes-are-lost ]] || exit 0
    static=$(grep -c "^$cidr .*CreateRoute$" "$table")
    case $action in
      create-route) ((static == 0)) || refuse RouteAlreadyExists; write "$cidr $interface active CreateRoute" ;;
      replace-route) ((static == 1)) || refuse InvalidParameterValue; write "$cidr $interface active CreateRoute" ;;
      delete-route) ((static == 1)) || refuse InvalidRoute.NotFound; write "" ;;
    esac
    [[ ! -e $STATE/answers-are-lost ]] || refuse RequestTimeout ;;
esac`;
