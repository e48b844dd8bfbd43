import { LambdaClient } from "@aws-sdk/client-lambda";
import { migrationsChecksum } from "../../lambdas/shared/migrations/checksum";
import { refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments } from "../shared/environment";
import { endsItself } from "../shared/interruption";
import { Progress } from "../shared/progress";
import { REPOSITORY_ROOT } from "../shared/repository";
import { runCommand, UsageError } from "../shared/usage-error";
import { deployedChecksum, invokeMigrations } from "./deployed-function";
import { environmentWithMigrations } from "./environment";
import { localMigrations } from "./local-files";
import { migrateOptions, requireFile } from "./options";
import { migrationReport } from "./report";

/** Milliseconds for the answer of the function: its timeout of 900 s, a cold start and the network. */
const ANSWER_MS = 930_000;
/** Seconds between two lines of progress. */
const EVERY = 30;

/** `npm run database:migrate`: invokes the deployed function that applies migrations. See docs/aurora-api-schema.md. */
async function main(): Promise<void> {
  const options = migrateOptions(process.argv.slice(2));
  const { event } = options;
  const { migrations, ...environment } = environmentWithMigrations(configuredEnvironments(), options.environment);
  const { name, project, accountId, region } = environment;
  const local = localMigrations(REPOSITORY_ROOT, migrations);
  requireFile(event, local);
  const target = { name: `${project}-${name}-aurora-migrations`, stack: `${name}-aurora-api-schema`, accountId };

  await refuseOtherAccount(accountId, region);
  const deployed = await deployedChecksum(new LambdaClient({ region, ...clientSettings() }), target);
  const differs =
    deployed === migrationsChecksum(local)
      ? undefined
      : `the function ${target.name} must have the migrations of this checkout, got other ones; deploy the stack ${target.stack} first`;
  if (differs !== undefined && !event.plan) {
    throw new UsageError(differs);
  }
  // A second attempt would be a second invocation.
  const client = new LambdaClient({ region, ...clientSettings({ maxAttempts: 1, answerMs: ANSWER_MS }) });
  const work = new Progress(event.plan ? `Planning in ${target.name}` : `Migrating in ${target.name}`, {
    everySeconds: EVERY,
  });
  const result = await work.during(invokeMigrations(client, target, event, endsItself()));
  process.stdout.write(migrationReport(result, name));
  if (differs !== undefined) {
    throw new UsageError(differs);
  }
}

void runCommand(main);
