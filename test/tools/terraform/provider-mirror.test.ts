import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProviderMirror, mirrorConfiguration } from "../../../tools/terraform/provider-mirror";

describe("findProviderMirror", () => {
  let root: string;
  let mirror: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "mirror-"));
    mirror = join(root, "opt", "plugins");
    mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "aws"), { recursive: true });
  });

  afterAll(() => rmSync(root, { recursive: true }));

  it("finds a mirror two folders below the root", () => {
    expect(findProviderMirror(undefined, root)).toBe(mirror);
  });

  it("finds no mirror if there is none", () => {
    expect(findProviderMirror(undefined, join(mirror, "registry.terraform.io"))).toBeUndefined();
  });

  it("uses the folder in TF_PLUGIN_MIRROR, and no mirror for `none`", () => {
    expect(findProviderMirror(mirror, "/nowhere")).toBe(mirror);
    expect(findProviderMirror("none", root)).toBeUndefined();
  });

  it("rejects a folder without a registry", () => {
    expect(() => findProviderMirror(root)).toThrow(
      `TF_PLUGIN_MIRROR must name a folder that contains registry.terraform.io/, got "${root}"; unset it to let Terraform download`,
    );
  });

  it("installs mirrored providers from the mirror and downloads the others", () => {
    const configuration = mirrorConfiguration(mirror);
    expect(configuration).toContain(`path    = "${mirror}"`);
    expect(configuration.match(/= \["registry.terraform.io\/hashicorp\/aws"\]/g)).toHaveLength(2);
  });
});
