import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { itNeeding } from "./needs";
import { Sandbox } from "./sandbox";

const USERDATA = resolve(__dirname, "../../userdata");
const line = (seconds: number, fields: object) =>
  JSON.stringify({ __REALTIME_TIMESTAMP: `${seconds}000000`, SYSLOG_IDENTIFIER: "charon", MESSAGE: "up", ...fields });

/** The events of journal.py for journal entries. */
function events(...lines: readonly string[]): { timestamp: number; message: string }[] {
  const input = lines.join("\n");
  const { stdout } = spawnSync("python3", [join(USERDATA, "vpn-appliance/journal.py")], { input, encoding: "utf8" });
  return JSON.parse(stdout);
}

describe("journal.py", () => {
  itNeeding(["python3"], "gives events in the order of their time, with their program", () => {
    expect(events(line(2, { MESSAGE: "second" }), line(1, { SYSLOG_IDENTIFIER: undefined, _COMM: "nft" }))).toEqual([
      { timestamp: 1000, message: "nft: up" },
      { timestamp: 2000, message: "charon: second" },
    ]);
    expect(events()).toEqual([]);
  });

  itNeeding(["python3"], "accepts messages that are no text", () => {
    expect(events(line(1, { MESSAGE: [104, 105, 255] }))[0]?.message).toBe("charon: hi\ufffd");
    expect(events(line(1, { MESSAGE: null }))[0]?.message).toBe("charon: None");
  });

  itNeeding(["python3"], "stays below the limits of a batch, and counts what it leaves out", () => {
    const many = events(...Array.from({ length: 2_500 }, (_, index) => line(index, { MESSAGE: "x".repeat(2_000) })));
    expect(many).toHaveLength(2_001);
    expect(many[0]?.message).toBe("tierra-vpn-appliance: 500 lines not sent");
    const bytes = many.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
    expect(bytes).toBeLessThan(1_048_576);
  });
});

describe("journal.sh", () => {
  let host: Sandbox;
  beforeEach(() => {
    host = new Sandbox();
    // The shipper never ends. The fake ends it after three batches.
    host.fake("sleep", 'echo x >>"$STATE/batches"; [[ $(wc -l <"$STATE/batches") -lt 3 ]] || kill -TERM $PPID');
    host.fake(
      "journalctl",
      `file=\${@: -1}; file=\${file#--cursor-file=}; batch=$(($(cat "$STATE/read" 2>/dev/null || echo 0) + 1)); echo $batch >"$STATE/read"
echo "cursor before: $(cat "$file" 2>/dev/null)" >>"$CALLS"
echo "batch-$batch" >"$file"
[[ $batch == 3 ]] || printf '%s\\n' '${line(1, {})}'`,
    );
    host.write(
      "ship.sh",
      `set -euo pipefail\n. "$TIERRA_ROOT/opt/tierra/bin/lib.sh"\nHERE=$TIERRA_ROOT/opt/tierra/bin\n. "$HERE/vpn-appliance/journal.sh"\nmkdir -p "$RUN_DIR"\nship_journal\n`,
    );
  });
  afterEach(() => host.remove());
  const ship = (group = "/x-vpn-appliance") => host.run("../../../../ship.sh", { TIERRA_LOG_GROUP: group });

  itNeeding(["python3"], "creates its stream, sends what is new, and sends nothing without new lines", async () => {
    host.fake(
      "aws",
      '[[ $2 != put-log-events || -e $STATE/stream ]] || exit 255; [[ $2 != create-log-stream ]] || touch "$STATE/stream"',
    );
    await ship();
    expect(host.calls("aws logs").map((call) => call.split(" ")[2])).toEqual([
      "put-log-events",
      "create-log-stream",
      "put-log-events",
      "put-log-events",
    ]);
    expect(host.calls("cursor before")).toEqual([
      "cursor before: ",
      "cursor before: batch-1",
      "cursor before: batch-2",
    ]);
    expect(readFileSync(join(host.root, "run/tierra/journal.cursor"), "utf8")).toBe("batch-3\n");
  });

  itNeeding(["python3"], "sends a refused batch again, and complains once", async () => {
    host.fake("aws", "exit 255");
    const { output } = await ship();
    expect(host.calls("cursor before")).toEqual(["cursor before: ", "cursor before: ", "cursor before: "]);
    expect(output.match(/could not be sent to \/x-vpn-appliance/g)).toHaveLength(1);
  });

  it("does nothing without a log group", async () => {
    await ship("");
    expect(host.calls()).toEqual([]);
  });
});

describe("vpn-appliance-image.sh", () => {
  const packages = (path: string) => {
    const [, list = ""] = /PACKAGES=\(\n([\s\S]*?)\n\)/.exec(readFileSync(join(USERDATA, path), "utf8")) ?? [];
    return list.replace(/#.*$/gm, "").split(/\s+/).filter(Boolean).sort();
  };

  it("installs every package of the appliance, and FRR for a route server", () => {
    expect(packages("vpn-appliance-image.sh")).toEqual([...packages("vpn-appliance/host.sh"), "frr"].sort());
  });
});
