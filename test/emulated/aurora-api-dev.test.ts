import { describeAuroraApi } from "./support/aurora-api-suite";

// A writer alone, and one way in.
describeAuroraApi("dev", { instances: 1, associations: 1, deletionProtection: false });
