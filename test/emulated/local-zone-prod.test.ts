import { describeLocalZone } from "./support/local-zone-suite";

// Every default: an interface of its own, a network monitor.
describeLocalZone("prod");
