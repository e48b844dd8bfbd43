import { describeLocalZone } from "./support/local-zone-suite";

// The section's region differs from the environment's. One hosted virtual interface, a pre-shared key, no workload.
describeLocalZone("dev");
