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

  it("finds none where there is none", () => {
    expect(findProviderMirror(undefined, join(mirror, "registry.terraform.io"))).toBeUndefined();
  });

  it("takes the folder that TF_PLUGIN_MIRROR names, and none for none", () => {
    expect(findProviderMirror(mirror, "/nowhere")).toBe(mirror);
    expect(findProviderMirror("none", root)).toBeUndefined();
  });

  it("refuses a folder without a registry in it", () => {
    expect(() => findProviderMirror(root)).toThrow(
      `TF_PLUGIN_MIRROR must name a folder that contains registry.terraform.io/, got "${root}"; unset it to let Terraform download`,
    );
  });

  it("takes from the mirror what it carries and downloads the rest", () => {
    const configuration = mirrorConfiguration(mirror);
    expect(configuration).toContain(`path    = "${mirror}"`);
    expect(configuration.match(/= \["registry.terraform.io\/hashicorp\/aws"\]/g)).toHaveLength(2);
  });
});
