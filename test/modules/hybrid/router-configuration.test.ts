import { routerConfigurations } from "../../../modules/hybrid/router-configuration";

const LINK = {
  connectionId: "dxcon-1",
  vlan: 101,
  customerAsn: 65_000,
  amazonAddress: "169.254.100.1/30",
  customerAddress: "169.254.100.2/30",
};
const SITE = { amazonAsn: 64_512, ranges: ["192.168.0.0/16", "172.16.0.0/12"] };

function one(changes: object = {}): string {
  const [text = ""] = Object.values(routerConfigurations({ ...SITE, virtualInterfaces: [{ ...LINK, ...changes }] }));
  return text;
}

describe("routerConfigurations", () => {
  it("has the session with BFD, and advertises the site", () => {
    const text = one();
    for (const line of [
      "router bgp 65000",
      " neighbor 169.254.100.1 remote-as 64512",
      " neighbor 169.254.100.1 bfd",
      "  network 192.168.0.0/16",
      "  network 172.16.0.0/12",
      "  detect-multiplier 3",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).not.toContain("route-map");
  });

  it.each([
    ["high", "7224:7300", 300],
    ["medium", "7224:7200", 200],
    ["low", "7224:7100", 100],
  ])("sets the community and the site's local preference of %s", (preference, community, localPreference) => {
    const text = one({ preference });
    expect(text).toContain(" neighbor 169.254.100.1 route-map to-aws out\n");
    expect(text).toContain(`route-map to-aws permit 10\n set community ${community}\n`);
    expect(text).toContain(`route-map from-aws permit 10\n set local-preference ${localPreference}\n`);
  });

  it("repeats the site's ASN in the AS path", () => {
    expect(one({ asPathPrepend: 2 })).toContain(" set as-path prepend 65000 65000\n");
    expect(one({ asPathPrepend: 2 })).not.toContain("from-aws");
  });

  it("is keyed by name, and leaves out hosted interfaces, whose addresses are unknown", () => {
    const virtualInterfaces = [LINK, { ...LINK, name: "ny" }, { name: "partner", hosted: "dxvif-1" }];
    expect(Object.keys(routerConfigurations({ ...SITE, virtualInterfaces }))).toEqual(["direct-connect", "ny"]);
  });
});
