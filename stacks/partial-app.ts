import { App } from "cdktf";

/** An app whose manifest lists under `leftOut` what was not composed. The manifest of a whole app stays as CDKTF writes it. */
export class PartialApp extends App {
  /** @param leftOut architectures of environments, such as `dev-three-tier` */
  constructor(leftOut: readonly string[]) {
    super();
    const { manifest } = this;
    if (leftOut.length > 0) {
      const build = manifest.buildManifest.bind(manifest);
      manifest.buildManifest = () => ({ ...build(), leftOut });
    }
  }
}
