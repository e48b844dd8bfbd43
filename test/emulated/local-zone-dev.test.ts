import { describeLocalZone } from "./support/local-zone-suite";

// Another region than the environment's, an interface that a partner hosts.
describeLocalZone("dev");
