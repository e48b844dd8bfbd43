import { describeState } from "./support/state-suite";

// The other suites create the bucket of their state with one call.
describeState("dev");
