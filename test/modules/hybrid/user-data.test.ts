import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { USER_DATA_LIMIT_BYTES } from "../../../modules/hosts/cloud-config";
import { pathMonitorUserData } from "../../../modules/hybrid/path-monitor-user-data";
import { applianceUserData } from "../../../modules/hybrid/vpn-appliance-user-data";
import { shipped } from "../../helpers/script";
import { untar } from "../../helpers/tar";
import { itNeeding } from "../../userdata/needs";

const USERDATA = resolve(__dirname, "../../../userdata");

const MONITOR = pathMonitorUserData({
  name: "project-x-prod-path-monitor",
  region: "us-east-1",
  route: {
    routeTableId: "rtb-0123456789abcdef0",
    interfaceId: "eni-0123456789abcdef0",
    ranges: Array.from({ length: 10 }, (_, index) => `192.168.${index}.0/24`),
  },
  probes: {
    targets: ["192.168.0.2", "192.168.0.3", "192.168.0.4", "192.168.0.5"],
    vpnTargets: ["192.168.255.1", "192.168.255.2"],
  },
  metricNamespace: "project-x/prod/path",
  logGroupName: "/project-x-prod-path-monitor",
  holdParameterName: "/project-x-prod-path-monitor/hold",
  stackParameterName: "/project-x-prod-path-monitor/stack",
});

const APPLIANCE = applianceUserData({
  region: "us-east-1",
  vpcCidr: "10.20.0.0/16",
  secret: {
    arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:project-x-prod-local-zone-tunnel-AbCdEf",
    authentication: "psk",
  },
  peer: { address: "198.51.100.10", ranges: ["192.168.0.0/16"] },
  localId: "203.0.113.10",
  logGroupName: "/project-x-prod-vpn-appliance",
  routing: { asn: 65020, peerAsn: 65010, peerAddresses: ["10.20.8.10", "10.20.9.10"] },
});

describe.each([
  ["the path monitor's", MONITOR, "path-monitor", "path-monitor/monitor.sh"],
  ["the VPN appliance's", APPLIANCE, "vpn-appliance", "vpn-appliance.sh"],
])("%s user data", (_, document, folder, program) => {
  const [archive = ""] = [...document.matchAll(/"content":"([A-Za-z0-9+/=]{1000,})"/g)].map(([, found]) => found);
  const files = untar(gunzipSync(Buffer.from(archive, "base64")));
  const file = (path: string) => files.get(`opt/tierra/bin/${path}`);
  const sources = [program, "lib.sh", ...readdirSync(join(USERDATA, folder)).map((name) => `${folder}/${name}`)];

  it("is at least 1,500 bytes below EC2's limit", () => {
    expect(Buffer.byteLength(document)).toBeLessThan(USER_DATA_LIMIT_BYTES - 1_500);
  });

  it("contains every file of its program without comments", () => {
    expect(sources.map((path) => [path, file(path)?.content])).toEqual(sources.map((path) => [path, shipped(path)]));
  });

  itNeeding(["bash"], "contains valid bash only", () => {
    for (const path of sources.filter((source) => source.endsWith(".sh"))) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: file(path)?.content ?? "", encoding: "utf8" });
      expect([path, status, stderr]).toEqual([path, 0, ""]);
    }
  });

  it("sources only files that it contains", () => {
    const sourced = file(program)?.content.match(/^\. "\$HERE\/.*"$/gm) ?? [];
    const folderOf = program.includes("/") ? `${folder}/` : "";
    const paths = sourced.map((line) => join(folderOf, line.slice('. "$HERE/'.length, -1)));
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !file(path))).toEqual([]);
  });

  it("makes its program executable", () => {
    expect(file(program)?.mode).toBe(0o755);
  });
});
