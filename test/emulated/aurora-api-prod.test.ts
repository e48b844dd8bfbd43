import { describeAuroraApi } from "./support/aurora-api-suite";

// Every default: a reader, and a way in through every zone.
describeAuroraApi("prod", { instances: 2, associations: 2, deletionProtection: true });
