import { App, TerraformLocal, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { gunzipSync } from "fflate";
import {
  type CloudConfigProps,
  cloudConfig,
  encodeUserData,
  environmentFile,
} from "../../../modules/hosts/cloud-config";
import { flaskUserData } from "../../../modules/hosts/flask/flask-user-data";
import { shipped } from "../../helpers/script";
import { untar } from "../../helpers/tar";
import { PARAMETERS } from "../../userdata/host";

const LIBRARY = { source: "lib.sh", path: "opt/tierra/bin/lib.sh" };

function configOf(changed: Partial<CloudConfigProps> = {}) {
  const document = cloudConfig({
    settings: { "/etc/a.env": "A=1\n" },
    files: [LIBRARY],
    service: "a.service",
    ...changed,
  });
  return JSON.parse(document.slice("#cloud-config\n".length));
}

describe("cloudConfig", () => {
  it("writes the settings as plain text", () => {
    expect(configOf().write_files[0]).toEqual({ path: "/etc/a.env", permissions: "0644", content: "A=1\n" });
  });

  it("unpacks the files of userdata/ to their paths, with their modes", () => {
    const script = { source: "flask-host.sh", path: "opt/tierra/bin/flask-host.sh", executable: true };
    const { write_files: written, runcmd } = configOf({ files: [LIBRARY, script] });
    const files = untar(gunzipSync(Buffer.from(written[1].content, "base64")));
    expect(files.get("opt/tierra/bin/lib.sh")).toEqual({ content: shipped("lib.sh"), mode: 0o644 });
    expect(files.get("opt/tierra/bin/flask-host.sh")?.mode).toBe(0o755);
    expect(runcmd[0]).toEqual(["python3", "-m", "tarfile", "-e", written[1].path, "/"]);
  });

  it("starts the service now and at every boot by default, without waiting for it", () => {
    expect(configOf().runcmd.slice(1)).toEqual([
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "a.service"],
      ["systemctl", "start", "--no-block", "a.service"],
    ]);
  });

  it("starts it only once with everyBoot false", () => {
    expect(configOf({ everyBoot: false }).runcmd.flat()).not.toContain("enable");
  });

  it("fails when the document exceeds EC2's limit", () => {
    expect(() => configOf({ settings: { "/etc/a.env": "A".repeat(16_000) } })).toThrow(
      /^user data must be under 16384 bytes, got \d+; shorten userdata\/$/,
    );
  });

  it("reserves space for the values of tokens", () => {
    const token = new TerraformLocal(new TerraformStack(new App(), "hosts"), "arn", "x").asString;
    const tight = "A".repeat(14_400);
    expect(() => configOf({ settings: { a: tight } })).not.toThrow();
    expect(() => configOf({ settings: { a: tight + token.repeat(10) } })).toThrow("user data must be under");
  });
});

describe("environmentFile", () => {
  it("writes one unquoted variable per line", () => {
    expect(environmentFile("TIERRA_", { NAME: "a/b", PORT: 5000 })).toBe("TIERRA_NAME=a/b\nTIERRA_PORT=5000\n");
  });

  it.each(["two words", "a\nPATH=/tmp", "'", '"', "\\", "`id`", ""])("refuses the value %j", (value) => {
    expect(() => environmentFile("TIERRA_", { NAME: value })).toThrow(
      "NAME must be text without blanks, quotes and backslashes",
    );
  });
});

describe("encodeUserData", () => {
  it("gives Terraform a string that it reads as the document, with tokens", () => {
    const stack = new TerraformStack(new App(), "hosts");
    const token = new TerraformLocal(stack, "secret", PARAMETERS.secretArn).asString;
    const document = flaskUserData({ ...PARAMETERS, secretArn: token });
    new TerraformOutput(stack, "user-data", { value: encodeUserData(document) });
    const { value } = JSON.parse(Testing.synth(stack)).output["user-data"];
    expect(value).toMatch(/^\$\{base64encode\(".*"\)\}$/s);
    const literal = value.slice('${base64encode("'.length, -'")}'.length);
    expect(evaluate(literal, { "local.secret": PARAMETERS.secretArn })).toBe(flaskUserData(PARAMETERS));
  });

  it("fails when the document has a template that is not a token", () => {
    expect(() => encodeUserData("echo ${HOME}")).toThrow("document must hold no ${ or %{ but tokens");
  });
});

/** The value of a quoted template in Terraform's language, for the escapes that occur here. */
function evaluate(literal: string, values: Record<string, string>): string {
  return literal.replace(
    /\\(.)|\$\{([^}]+)\}/g,
    (_match, escaped: string | undefined, reference: string | undefined) => {
      if (reference !== undefined) {
        return values[reference] ?? `unknown ${reference}`;
      }
      return escaped === "n" ? "\n" : (escaped ?? "");
    },
  );
}
