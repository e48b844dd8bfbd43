import { App } from "cdktf";
import { useForBundles } from "../modules/packaging/assets";
import { CompositionError } from "./composition-error";

/** An app whose manifest lists the architectures that were left out, under `leftOut`. Otherwise the manifest is CDKTF's own. */
export class PartialApp extends App {
  /**
   * @param outdir existing folder for the stacks. Its folder `.temporary` is for files that are not part of the output
   * @param leftOut deployments, e.g. `dev-three-tier`
   */
  constructor(outdir: string, leftOut: readonly string[]) {
    super({ outdir });
    useForBundles(`${outdir}/.temporary`);
    const { manifest } = this;
    if (leftOut.length > 0) {
      const build = manifest.buildManifest.bind(manifest);
      manifest.buildManifest = () => ({ ...build(), leftOut });
    }
  }

  /** @throws CompositionError with every failed validation of a construct */
  override synth(): void {
    try {
      super.synth();
    } catch (error) {
      throw CompositionError.from(error, this);
    }
  }
}
