import { HostNames } from "../../../../tools/local-runtime/api/host-names";

describe("HostNames", () => {
  const names = new HostNames(["api.example.com", "eu-west-1.api.example.com"]);

  it.each([
    ["api.example.com", true],
    ["API.example.com:8080", true],
    ["eu-west-1.api.example.com", true],
    ["localhost:3000", true],
    ["127.0.0.1:3000", true],
    ["[::1]:3000", true],
    ["us-east-1.api.example.com", false],
    ["a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com", false],
    ["attacker.example", false],
    ["", false],
    [undefined, false],
  ])("permits %s: %s", (host, permitted) => {
    expect(names.permit(host)).toBe(permitted);
  });
});
