import { describeLocalZone } from "./support/local-zone-suite";

// Two private virtual interfaces of this account, certificates, a workload, and Network Synthetic Monitor.
describeLocalZone("prod");
