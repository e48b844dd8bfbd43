import { describeAuroraApi } from "./support/aurora-api-suite";

// A writer without readers, and a Client VPN association in one zone.
describeAuroraApi("dev", { instances: 1, associations: 1, deletionProtection: false, restore: true });
