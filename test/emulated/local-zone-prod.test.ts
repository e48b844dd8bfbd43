import { describeLocalZone } from "./support/local-zone-suite";

// All defaults: a private virtual interface of this account, and Network Synthetic Monitor.
describeLocalZone("prod");
