import { setTimeout as wait } from "node:timers/promises";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { askAws, refuseOtherAccount } from "../shared/ask-aws";
import { awsCli } from "../shared/aws-cli";
import { clientSettings } from "../shared/client-settings";
import { configuredEnvironments, environmentNamed } from "../shared/environment";
import { endsItself } from "../shared/interruption";
import { runCommand, UsageError } from "../shared/usage-error";
import { newSecret } from "./new-secret";
import { rotateOptions } from "./options";
import { cancel, finish, start } from "./rotation";
import { tunnelKeys, tunnelResources } from "./tunnel-keys";

/** `npm run vpn:rotate`: rotates the key of the VPN tunnel without an interruption. See docs/local-zone-links.md. */
async function main(): Promise<void> {
  const { step, environment: name, secretFile } = rotateOptions(process.argv.slice(2));
  const environments = configuredEnvironments().filter(({ localZone }) => localZone);
  const { accountId, project, region: ownRegion, localZone } = environmentNamed(environments, name);
  const region = localZone?.region ?? ownRegion;
  const { authentication = "certificate", image = "strongswan" } = localZone?.failover.appliance ?? {};
  if (typeof image === "object" && "marketplace" in image) {
    throw new UsageError(
      "the appliance must be the project's own, got a vendor's image; rotate its key by its own means",
    );
  }
  // Before any request, so that a wrong file changes nothing.
  const secret = step === "start" ? newSecret(authentication, secretFile) : "";
  await refuseOtherAccount(accountId, region);
  const interrupted = endsItself();
  const resources = tunnelResources(project, name, region);
  const secrets = new SecretsManagerClient({ region, ...clientSettings() });
  const keys = tunnelKeys(resources, { secrets, aws: awsCli, ask: (question) => askAws(accountId, question) });
  const world = {
    now: Date.now,
    sleep: (seconds: number) =>
      wait(seconds * 1000, undefined, { signal: interrupted }).catch(() => {
        throw new UsageError("the rotation was interrupted; run the same step again, or cancel");
      }),
    say: (line: string) => void process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  };
  const steps = {
    start: () => start(keys, secret, world),
    finish: () => finish(keys, world),
    cancel: () => cancel(keys, world),
  };
  await steps[step]();
}

void runCommand(main);
