import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { itNeeding } from "./needs";
import { Sandbox } from "./sandbox";

const SETTINGS: Readonly<Record<string, string>> = {
  REGION: "eu-central-1",
  SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tunnel",
  AUTHENTICATION: "psk",
  LOCAL_ID: "203.0.113.10",
  LOCAL_RANGES: "10.20.0.0/16",
  REMOTE_GATEWAY: "198.51.100.10",
  REMOTE_ID: "198.51.100.10",
  REMOTE_RANGES: "192.168.0.0/16",
  MSS: "1350",
};
const KEY = `a"b\\c'd$e{f}#g ${"h".repeat(32)}`;
/** Secrets Manager: labels in one file, and each version in a file `secret` or `secret-<version>`. */
const AWS = `case $2 in
describe-secret) cat "$STATE/labels" ;;
get-secret-value) if [[ -e $STATE/secret-\${@: -1} ]]; then cat "$STATE/secret-\${@: -1}"; else cat "$STATE/secret"; fi ;;
esac`;
let host: Sandbox;

beforeEach(() => {
  host = new Sandbox();
  for (const name of ["apt-get", "curl", "dpkg", "sysctl", "nft", "systemctl", "swanctl"]) {
    host.fake(name);
  }
  host.fake("dpkg-query", "[[ ! -e $STATE/is-installed ]] || printf installed");
  host.fake("apparmor_parser");
  host.fake("aa-enabled");
  host.fake("aws", AWS);
  host.write("labels", JSON.stringify({ one: ["AWSCURRENT"] }));
  // The supervision of the tunnel never ends. A test runs one iteration.
  host.fake("sleep", "[[ $1 != 10 ]] || kill -TERM $PPID");
  host.write("secret", JSON.stringify({ psk: KEY }));
  configure({});
});
afterEach(() => host.remove());

/** Creates a file that a package would install. */
function bring(path: string): void {
  mkdirSync(dirname(join(host.root, path)), { recursive: true });
  host.write(`root/${path}`, "");
}

function configure(changes: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...SETTINGS, ...changes }).map(([name, value]) => `TIERRA_${name}=${value}\n`);
  host.write("root/etc/tierra/host.env", lines.join(""));
}

describe("vpn-appliance.sh", () => {
  itNeeding(["python3"], "configures IKEv2 with unlimited retries and dead peer detection", async () => {
    const run = await host.run("vpn-appliance.sh");
    expect(run.output).toContain("the VPN appliance is configured");
    const config = host.read("etc/swanctl/conf.d/tierra.conf");
    for (const line of ["version = 2", "keyingtries = 0", "dpd_delay = 10s", "dpd_action = restart", "encap = yes"]) {
      expect(config).toContain(line);
    }
    expect(host.calls("swanctl")).toContain("swanctl --initiate --child site --timeout 20");
  });

  itNeeding(["python3"], "writes the key in hexadecimal to tmpfs only", async () => {
    const run = await host.run("vpn-appliance.sh");
    expect(host.read("run/tierra/swanctl-secrets.conf")).toContain(`secret = 0x${Buffer.from(KEY).toString("hex")}`);
    expect(`${run.output}${host.calls().join()}${host.read("etc/swanctl/conf.d/tierra.conf")}`).not.toContain("hhhh");
    expect(host.has("run/tierra/secret-used")).toBe(false);
  });

  itNeeding(["python3"], "forwards only between the VPC and the site, and limits the TCP segment size", async () => {
    await host.run("vpn-appliance.sh");
    const rules = host.read("etc/nftables.conf");
    expect(rules).toContain("policy drop");
    expect(rules).toContain("tcp option maxseg size set 1350");
    expect(rules).toContain("ip saddr { 10.20.0.0/16 } ip daddr { 192.168.0.0/16 } accept");
    expect(host.read("etc/sysctl.d/90-tierra-vpn.conf")).toContain("net.ipv4.ip_forward = 1");
  });

  itNeeding(["python3"], "authenticates with a certificate if configured", async () => {
    configure({ AUTHENTICATION: "certificate" });
    host.write("secret", JSON.stringify({ certificate: "C", private_key: "K", ca: "A" }));
    await host.run("vpn-appliance.sh");
    expect(host.read("etc/swanctl/conf.d/tierra.conf")).toContain("auth = pubkey");
    expect(host.read("run/tierra/private_key.pem")).toBe("K");
    // Where swanctl looks for it; a section of its configuration names passphrases alone.
    expect(host.read("etc/swanctl/private/tierra.pem")).toBe("K");
    expect(host.read("etc/swanctl/x509/tierra.pem")).toBe("C");
    expect(host.read("etc/swanctl/x509ca/tierra-used.pem")).toBe("A");
  });

  itNeeding(["python3"], "lets swanctl read the secret when AppArmor limits it", async () => {
    bring("etc/apparmor.d/usr.sbin.swanctl");
    await host.run("vpn-appliance.sh");
    expect(host.read("etc/apparmor.d/local/usr.sbin.swanctl")).toBe(`${host.root}/run/tierra/** r,\n`);
    const calls = host.calls();
    const loaded = calls.findIndex((call) => call.startsWith("apparmor_parser --replace"));
    expect(loaded).toBeGreaterThanOrEqual(0);
    expect(loaded).toBeLessThan(calls.indexOf("systemctl restart strongswan.service"));
  });

  itNeeding(["python3"], "loads no AppArmor profile without AppArmor", async () => {
    await host.run("vpn-appliance.sh");
    expect(host.calls("apparmor_parser")).toEqual([]);
  });

  itNeeding(["python3"], "downloads nothing once its packages are installed", async () => {
    host.write("is-installed", "");
    host.fake("apt-get", "exit 100");
    bring("usr/bin/amazon-ssm-agent");
    bring("etc/frr/daemons");
    configure({ BGP_ASN: "65020", BGP_PEER_ASN: "65010", BGP_PEERS: "10.20.8.10" });
    const run = await host.run("vpn-appliance.sh");
    expect(run.output).toContain("the VPN appliance is configured");
    expect(host.calls("apt-get")).toEqual([]);
  });

  itNeeding(["python3"], "starts the tunnel although SSM Agent cannot be installed", async () => {
    host.fake("curl", "exit 22");
    const run = await host.run("vpn-appliance.sh");
    expect(run.output).toContain("SSM Agent could not be installed");
    expect(host.calls("swanctl --initiate")).toHaveLength(1);
  });

  itNeeding(["python3"], "advertises the site's CIDR blocks to the route server with BFD", async () => {
    bring("etc/frr/daemons");
    host.write("root/etc/frr/daemons", "bgpd=no\nospfd=no\nbfdd=no\n");
    configure({
      BGP_ASN: "65020",
      BGP_PEER_ASN: "65010",
      BGP_PEERS: "10.20.8.10,10.20.9.10",
      REMOTE_RANGES: "192.168.0.0/16,172.16.0.0/12",
    });
    await host.run("vpn-appliance.sh");
    expect(host.read("etc/frr/daemons")).toBe("bgpd=yes\nospfd=no\nbfdd=yes\n");
    const config = host.read("etc/frr/frr.conf");
    for (const line of [
      "router bgp 65020",
      " neighbor 10.20.8.10 remote-as 65010",
      " neighbor 10.20.9.10 bfd",
      "  network 192.168.0.0/16",
      "  network 172.16.0.0/12",
    ]) {
      expect(config).toContain(`${line}\n`);
    }
    expect(host.calls("systemctl restart")).toContain("systemctl restart frr.service");
  });

  itNeeding(["python3"], "does not initiate a tunnel that is up", async () => {
    host.fake("swanctl", "for line in {1..9999}; do echo INSTALLED; done");
    await host.run("vpn-appliance.sh");
    expect(host.calls("swanctl --initiate")).toEqual([]);
  });

  describe("keys", () => {
    const OLD = "o".repeat(40);
    const NEW = "n".repeat(40);
    const hex = (key: string) => Buffer.from(key).toString("hex");
    const label = (labels: object) => host.write("labels", JSON.stringify(labels));
    const secrets = () => host.read("run/tierra/swanctl-secrets.conf");
    const PENDING = { one: ["AWSCURRENT"], two: ["AWSPENDING"] };
    const SWITCH = { one: ["AWSCURRENT"], two: ["AWSPENDING", "TIERRA_SWITCH"] };
    const PROMOTED = { one: ["AWSPREVIOUS"], two: ["AWSCURRENT"] };

    /** Rounds of 10 s. The fake `sleep` ends the script at the end, and changes labels before. */
    function script(...rounds: readonly string[]): void {
      const steps = rounds.map((step, index) => `${index + 1}) ${step} ;;`);
      host.fake(
        "sleep",
        `[[ $1 == 10 ]] || exit 0
round=$(($(cat "$STATE/round" 2>/dev/null || echo 0) + 1)); echo $round >"$STATE/round"
case $round in
${steps.join("\n")}
*) kill -TERM $PPID ;;
esac`,
      );
    }
    const change = (labels: object) => `printf '%s' '${JSON.stringify(labels)}' >"$STATE/labels"`;
    /** A site whose tunnel gets a new number when it authenticates again, unless it refuses. */
    function site(refuses = false): void {
      host.fake(
        "swanctl",
        `number=$(cat "$STATE/number" 2>/dev/null || echo 1)
case "$*" in
*--reauth) ${refuses ? "true" : 'echo $((number + 1)) >"$STATE/number"'} ;;
"--list-sas --ike"*) echo "site: #$number, ESTABLISHED, IKEv2" ;;
*) for line in {1..9999}; do echo INSTALLED; done ;;
esac`,
      );
    }
    const run = () => host.run("vpn-appliance.sh", { TIERRA_KEY_ROUNDS: "1" });

    beforeEach(() => {
      host.write("secret-one", JSON.stringify({ psk: OLD }));
      host.write("secret-two", JSON.stringify({ psk: NEW }));
      site();
    });

    itNeeding(
      ["python3"],
      "accepts a pending key from the site, and authenticates itself with the current one",
      async () => {
        label(PENDING);
        script();
        await run();
        const [used, other] = secrets().split("ike-other");
        expect(used).toContain(`secret = 0x${hex(OLD)}`);
        expect(used).toContain("id-0 = 203.0.113.10\n    id-1 = 198.51.100.10");
        expect(other).toContain(`id-0 = 198.51.100.10\n    secret = 0x${hex(NEW)}`);
        expect(other).not.toContain("203.0.113.10");
      },
    );

    itNeeding(["python3"], "loads a key that becomes pending, without a change of the tunnel", async () => {
      label({ one: ["AWSCURRENT"] });
      script(change(PENDING), "true");
      const { output } = await run();
      expect(output).toContain("the tunnel accepts versions one two");
      expect(host.calls("swanctl --load-creds")).toHaveLength(1);
      expect(host.calls("swanctl --rekey")).toEqual([]);
    });

    itNeeding(
      ["python3"],
      "makes a tunnel with the pending key on the operator's order, and keeps it when the key is promoted",
      async () => {
        label(PENDING);
        script(change(SWITCH), "true", change(PROMOTED), "true");
        const { output } = await run();
        expect(output).toContain("the tunnel uses version two");
        expect(host.calls("swanctl --rekey")).toEqual(["swanctl --rekey --ike site --reauth"]);
        expect(secrets()).toContain(hex(NEW));
        expect(secrets()).not.toContain(hex(OLD));
      },
    );

    itNeeding(["python3"], "keeps the current key when the site refuses the pending one", async () => {
      label(PENDING);
      site(true);
      script(change(SWITCH), "true", "true");
      const { output } = await run();
      expect(output).toContain("the site refuses version two; the tunnel keeps version one");
      expect(secrets().split("ike-other")[0]).toContain(hex(OLD));
      expect(host.calls("swanctl --rekey")).toHaveLength(1);
    });

    itNeeding(["python3"], "works with the current key although the pending version is not usable", async () => {
      label(PENDING);
      host.write("secret-two", JSON.stringify({ psk: "short" }));
      script();
      const { output } = await run();
      expect(output).toContain("the other version of the secret is not accepted: psk must have at least 32 characters");
      expect(secrets()).toContain(hex(OLD));
    });

    itNeeding(["python3"], "trusts the authorities of both versions, and presents the certificate in use", async () => {
      configure({ AUTHENTICATION: "certificate" });
      label(SWITCH);
      host.write("secret-one", JSON.stringify({ certificate: "C1", private_key: "K1", ca: "A1" }));
      host.write("secret-two", JSON.stringify({ certificate: "C2", private_key: "K2", ca: "A2" }));
      script();
      await run();
      expect(host.read("etc/swanctl/x509/tierra.pem")).toBe("C2");
      expect(host.read("etc/swanctl/private/tierra.pem")).toBe("K2");
      expect(["used", "other"].map((name) => host.read(`etc/swanctl/x509ca/tierra-${name}.pem`))).toEqual(["A2", "A1"]);
    });

    it("refuses a secret without a version in one line", async () => {
      label({});
      const { status, output } = await run();
      expect(status).toBe(1);
      expect(output).toContain("error: the secret must have a current version, got none");
    });
  });

  it.each([
    ["a short key", { psk: "short" }, "error: psk must have at least 32 characters, got 5"],
    ["a secret without the field", {}, "error: the secret must have the key psk"],
    ["a secret that is not an object", [], "error: the secret must be a JSON object"],
  ])("refuses %s", async (_, secret, message) => {
    host.write("secret", JSON.stringify(secret));
    const run = await host.run("vpn-appliance.sh");
    expect(run.status).toBe(1);
    expect(run.output).toContain(message);
    expect(host.calls("systemctl restart")).toEqual([]);
  });

  it.each([
    ["a TCP segment size that is no number", { MSS: "big" }, 'error: TIERRA_MSS must be a whole number, got "big"'],
    ["no TCP segment size", { MSS: "" }, 'error: TIERRA_MSS must be a word without blanks, got ""'],
    ["BGP without a number", { BGP_PEERS: "10.0.0.1" }, 'error: TIERRA_BGP_ASN must be a whole number, got ""'],
    [
      "BGP without the peer's number",
      { BGP_PEERS: "10.0.0.1", BGP_ASN: "65001", BGP_PEER_ASN: "" },
      'error: TIERRA_BGP_PEER_ASN must be a whole number, got ""',
    ],
    ["another authentication", { AUTHENTICATION: "eap" }, "error: TIERRA_AUTHENTICATION must be psk or certificate"],
    ["no region", { REGION: "" }, "error: host.env must have a value for TIERRA_REGION, got none"],
  ])("refuses %s with one line, and changes nothing", async (_, settings: Record<string, string>, message) => {
    configure(settings);
    const run = await host.run("vpn-appliance.sh");
    expect(run.output.trim().split("\n")).toEqual([expect.stringContaining(message)]);
    expect(run.status).toBe(1);
    expect(host.calls("apt-get")).toEqual([]);
    expect(host.calls("nft")).toEqual([]);
  });

  it("refuses settings with spaces", async () => {
    configure({ REMOTE_RANGES: "192.168.0.0/16 0.0.0.0/0" });
    const run = await host.run("vpn-appliance.sh");
    expect(run.status).toBe(1);
    expect(run.output).toContain("error: TIERRA_REMOTE_RANGES must be a word without blanks");
  });
});

const SCRIPTS = ["vpn-appliance.sh", "path-monitor/monitor.sh"];
const UNITS = ["tierra-vpn-appliance.service", "tierra-path-monitor.service"];

describe("the Local Zone's scripts and units", () => {
  itNeeding(["shellcheck"], "pass shellcheck", () => {
    const files = SCRIPTS.map((name) => `userdata/${name}`);
    const run = spawnSync("shellcheck", ["-x", "-P", ".", ...files], {
      cwd: resolve(__dirname, "../.."),
      encoding: "utf8",
    });
    expect(run.stdout).toBe("");
  });

  itNeeding(["systemd-analyze"], "pass systemd-analyze verify, except for scripts that are not installed here", () => {
    const files = UNITS.map((name) => resolve(__dirname, "../../userdata/systemd", name));
    const run = spawnSync("systemd-analyze", ["verify", ...files], { encoding: "utf8" });
    const complaints = run.stderr
      .split("\n")
      .filter((line) => /tierra-/.test(line) && !line.includes("is not executable"));
    expect(complaints).toEqual([]);
  });
});
