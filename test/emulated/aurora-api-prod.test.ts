import { describeAuroraApi } from "./support/aurora-api-suite";

// All defaults: a reader, and a Client VPN association in every zone.
describeAuroraApi("prod", { instances: 2, associations: 2, deletionProtection: true, restore: false });
