import { describeLocalZone } from "./support/local-zone-suite";

// The section's region differs from the environment's, and the virtual interface is hosted.
describeLocalZone("dev");
