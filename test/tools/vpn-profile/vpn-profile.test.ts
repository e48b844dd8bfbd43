import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../../config/schema";
import { readClientCertificate } from "../../../tools/vpn-profile/client-certificate";
import { environmentWithVpn } from "../../../tools/vpn-profile/environment";
import { profileOptions } from "../../../tools/vpn-profile/options";
import { makeProfile } from "../../../tools/vpn-profile/profile";
import { auroraEnvironment, CERTIFICATE_VPN } from "../../helpers/aurora-api";
import { makeAuthority, makeCertificate } from "../../lab/certificates";
import { itNeeding, present } from "../../userdata/needs";

const OPENSSL = ["openssl"];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vpn-"));
  if (!OPENSSL.every(present)) {
    return;
  }
  makeAuthority(folder, "clients");
  for (const user of ["alice", "bob"]) {
    makeCertificate(folder, "clients", user, "clientAuth");
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);

describe("the options of vpn:profile", () => {
  const files = ["--certificate", "a.crt", "--key", "a.key"];

  it("name the output after the environment", () => {
    expect(profileOptions(["--environment", "dev", ...files])).toEqual({
      environment: "dev",
      certificate: "a.crt",
      key: "a.key",
      output: "dev.ovpn",
    });
  });

  it.each<[string[], string]>([
    [files, "--environment must be given, got nothing"],
    [["--environment", "dev", "--key", "a.key"], "--certificate must be given, got nothing"],
    [["--environment", "dev", "--certificate", "a.crt"], "--key must be given, got nothing"],
    [["--password", "x"], "Unknown option '--password'"],
  ])("fail with %j", (args, message) => {
    expect(() => profileOptions(args)).toThrow(message);
  });
});

const SAML = {
  type: "saml",
  providerArn: "arn:aws:iam::123456789012:saml-provider/people",
} as const;

describe("the environment of a profile", () => {
  const withVpn = auroraEnvironment({ vpn: CERTIFICATE_VPN });

  it("is the one that is named", () => {
    expect(environmentWithVpn([withVpn], "test")).toBe(withVpn);
  });

  it.each<[string, Environment[], string, string]>([
    ["another name", [withVpn], "prod", '--environment must be one of test, got "prod"'],
    ["an environment without a VPN", [auroraEnvironment()], "test", "auroraApi.vpn must be configured in at least 1"],
    ["no environment", [], "test", "auroraApi.vpn must be configured in at least 1 environment, got none"],
    [
      "SAML",
      [auroraEnvironment({ vpn: { ...CERTIFICATE_VPN, authentication: SAML } })],
      "test",
      "authentication must be of type certificate, got saml",
    ],
  ])("is refused with %s", (_, environments, name, message) => {
    expect(() => environmentWithVpn(environments, name)).toThrow(message);
  });
});

describe("a user's certificate", () => {
  itNeeding(OPENSSL, "is read with its key, without the text that easy-rsa writes above it", () => {
    const pem = readFileSync(file("alice.pem"), "utf8");
    writeFileSync(file("worded.crt"), `Certificate:\n    Data: ...\n${pem}`);
    const read = readClientCertificate(file("worded.crt"), file("alice.key"));
    expect(read.certificate).toBe(pem.trim());
    expect(read.key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  itNeeding(OPENSSL, "must exist, match its key and be valid", () => {
    writeFileSync(file("empty.crt"), "");
    writeFileSync(file("broken.crt"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    const read = (certificate: string, key: string, now?: Date) => () =>
      readClientCertificate(file(certificate), file(key), now);
    expect(read("missing.crt", "alice.key")).toThrow(
      /^--certificate must name a file that can be read, got ".*missing\.crt"$/,
    );
    expect(read("empty.crt", "alice.key")).toThrow("empty.crt must contain a certificate in PEM, got none");
    expect(read("broken.crt", "alice.key")).toThrow("broken.crt must contain a certificate in PEM");
    expect(read("alice.pem", "alice.pem")).toThrow("alice.pem must contain a private key without a passphrase in PEM");
    expect(read("alice.pem", "bob.key")).toThrow(
      /bob\.key must be the key of .*alice\.pem, got the key of another certificate/,
    );
    expect(read("alice.pem", "alice.key", new Date("2100-01-01"))).toThrow(
      /alice\.pem must be valid, got one that expired/,
    );
  });
});

describe("a profile", () => {
  const profile = makeProfile({
    exported: "client\r\nremote cvpn-endpoint-1.example 443\r\n",
    ranges: ["10.11.0.2/32", "10.11.192.0/20"],
    certificate: "CERT\n",
    key: "KEY\n",
  });

  it("replaces the pushed routes with its own, and contains the user's certificate and key", () => {
    expect(profile.split("\n")).toEqual([
      "client",
      "remote cvpn-endpoint-1.example 443",
      "",
      'pull-filter ignore "route "',
      'pull-filter ignore "redirect-gateway"',
      "route 10.11.0.2 255.255.255.255",
      "route 10.11.192.0 255.255.240.0",
      "",
      "<cert>",
      "CERT",
      "</cert>",
      "<key>",
      "KEY",
      "</key>",
      "",
    ]);
  });
});
