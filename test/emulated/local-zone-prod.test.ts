import { describeLocalZone } from "./support/local-zone-suite";

// Every default: a private virtual interface of this account, and Network Synthetic Monitor.
describeLocalZone("prod");
