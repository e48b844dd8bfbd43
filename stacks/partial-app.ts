import { App } from "cdktf";

/** An app whose manifest lists the architectures that were left out, under `leftOut`. Otherwise the manifest is CDKTF's own. */
export class PartialApp extends App {
  /** @param leftOut deployments, e.g. `dev-three-tier` */
  constructor(leftOut: readonly string[]) {
    super();
    const { manifest } = this;
    if (leftOut.length > 0) {
      const build = manifest.buildManifest.bind(manifest);
      manifest.buildManifest = () => ({ ...build(), leftOut });
    }
  }
}
