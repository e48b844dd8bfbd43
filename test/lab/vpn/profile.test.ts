import { statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../tools/shared/write-file";
import { readClientCertificate } from "../../../tools/vpn-profile/client-certificate";
import { makeProfile } from "../../../tools/vpn-profile/profile";
import { itNeeding, present } from "../../userdata/needs";
import { NEEDS, Tunnel } from "./tunnel";

/** The values of the dev environment. */
const DATABASE = ["10.11.192.0/20", "10.11.208.0/20"];
const RESOLVER = "10.11.0.2";
const PROXY = "10.11.192.10";
const FUNCTION = "10.11.128.10";
let tunnel: Tunnel;

beforeAll(async () => {
  if (!NEEDS.every(present)) {
    return;
  }
  tunnel = new Tunnel([PROXY, RESOLVER, FUNCTION]);
  // Client VPN pushes these options with split tunnel: the VPC's route, which each association adds, and the DNS server.
  await tunnel.serve({ base: "192.168.128.0", mask: "255.255.252.0" }, [
    "route 10.11.0.0 255.255.0.0",
    `dhcp-option DNS ${RESOLVER}`,
  ]);
});
afterAll(() => tunnel?.remove());
afterEach(() => tunnel?.disconnect());

/** The profile of a user from `npm run vpn:profile`. */
function profileOf(user: string): string {
  const file = (kind: string) => join(tunnel.folder, `${user}.${kind}`);
  const certificate = readClientCertificate(file("pem"), file("key"));
  return makeProfile({ ...certificate, exported: tunnel.exported(), ranges: [`${RESOLVER}/32`, ...DATABASE] });
}

const viaTunnel = () => tunnel.routes().filter((route) => route.includes("dev tun"));

describe("a laptop with the profile", () => {
  itNeeding(
    NEEDS,
    "sends the database's subnets and the VPC's DNS server through the tunnel, and nothing else",
    async () => {
      const before = tunnel.routes();
      const { connected, log } = await tunnel.connect(profileOf("alice"));
      expect([connected, connected ? "" : log]).toEqual([true, ""]);
      expect(
        viaTunnel()
          .map((route) => route.split(" ")[0])
          .sort(),
      ).toEqual([RESOLVER, ...DATABASE, "192.168.128.0/22"]);
      expect(tunnel.routes()).toEqual(expect.arrayContaining(before));
      expect([PROXY, FUNCTION, "8.8.8.8"].map((address) => tunnel.wayTo(address))).toEqual(["tun0", "eth0", "eth0"]);
    },
  );

  itNeeding(NEEDS, "reaches the database, and receives the address of the VPC's DNS server", async () => {
    expect(tunnel.reaches(PROXY, 3)).toBe(false);
    await tunnel.connect(profileOf("alice"));
    expect(tunnel.wayTo(PROXY)).toBe("tun0");
    expect(tunnel.reaches(PROXY)).toBe(true);
    expect(tunnel.reaches(RESOLVER)).toBe(true);
    expect(tunnel.options()).toContain(`dhcp-option DNS ${RESOLVER}`);
  });

  itNeeding(NEEDS, "would send the whole VPC through the tunnel without the profile's own routes", async () => {
    const bare = profileOf("alice").replace(/^(pull-filter|route) .*\n/gm, "");
    await tunnel.connect(bare);
    expect(viaTunnel().map((route) => route.split(" ")[0])).toContain("10.11.0.0/16");
  });

  itNeeding(NEEDS, "is refused when a stranger signed its certificate", async () => {
    const { connected, log } = await tunnel.connect(profileOf("mallory"));
    expect(connected).toBe(false);
    expect(tunnel.read("server.conf.log")).toMatch(/VERIFY ERROR.*CN=mallory/);
    expect(log).not.toContain("Initialization Sequence Completed");
    expect(viaTunnel()).toEqual([]);
  });

  itNeeding(NEEDS, "refuses a server whose certificate another authority signed", async () => {
    const other = profileOf("alice").replace(tunnel.read("servers.pem").trim(), tunnel.read("strangers.pem").trim());
    const { connected, log } = await tunnel.connect(other);
    expect([connected, log]).toEqual([false, expect.stringContaining("VERIFY ERROR")]);
  });

  itNeeding(NEEDS, "is written for its owner alone, whatever was there before", async () => {
    const file = join(tunnel.folder, "alice.ovpn");
    for (const _ of ["new", "replaced"]) {
      writeWhole(file, profileOf("alice"), { mode: 0o600 });
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });
});
