/** The table in each database that records which migrations are applied. */
export const SCHEMA_TABLE = "schema_migrations";
