import { LambdaClient } from "@aws-sdk/client-lambda";
import { type ActiveActiveConfig, regionsByState } from "../../config/schema/index";
import { HealthReader } from "../evacuate/health-reader";
import { readPlan } from "../evacuate/read-plan";
import { RoutingControlCluster } from "../evacuate/routing-control-cluster";
import { LOCAL_ACCESS_KEY } from "../local-runtime/runtime/local-access-key";
import { RunFile } from "../local-runtime/runtime/run-file";
import { refuseOtherAccount } from "../shared/ask-aws";
import { clientSettings } from "../shared/client-settings";
import { UsageError } from "../shared/usage-error";
import { AwsTarget } from "./aws/aws-target";
import { EvacuationFault } from "./aws/evacuation-fault";
import { anonymousCaller, type Caller, signingCaller, tokenCaller } from "./load/caller";
import { ControlClient } from "./local/control-client";
import { LocalTarget } from "./local/local-target";
import type { Target } from "./model/target";
import type { DrillOptions } from "./options";
import { readToken } from "./token";

/** The backend of a drill, and how its requests name their caller. */
export interface DrillTarget {
  readonly target: Target;
  readonly caller: Caller;
}

/** @throws UsageError when the local runtime of the environment does not run */
export async function localTarget(options: DrillOptions): Promise<DrillTarget> {
  const { environment } = options;
  const runtime = await new RunFile(environment.name).running();
  if (runtime?.control === undefined) {
    const got = runtime === undefined ? "no runtime" : "one that is still starting";
    const start = environment.name === "dev" ? "npm start" : `npm start -- --environment ${environment.name}`;
    throw new UsageError(`the local runtime of ${environment.name} must run, got ${got}; start it with: ${start}`);
  }
  const target = await LocalTarget.connect(new ControlClient(runtime.control));
  return { target, caller: callerOf(options, async () => LOCAL_ACCESS_KEY) };
}

/** @throws UsageError for credentials of another account, and when the checks of the environment are not configured */
export async function awsTarget(options: DrillOptions): Promise<DrillTarget> {
  const { environment, fisRoleArn, region } = options;
  const config = environment.activeActive as ActiveActiveConfig;
  const { deployed, answering } = regionsByState(config.regions);
  const plan = await readPlan(environment.name);
  const other = answering.find(({ name }) => name !== region)?.name ?? environment.region;
  await refuseOtherAccount(environment.accountId, other);
  const { evacuation } = config.routing;
  const endpoints = evacuation.type === "routing-control" ? evacuation.clusterEndpoints : [];
  const cluster = new RoutingControlCluster(endpoints, region ?? "");
  const host = config.domain?.name ?? "";
  const target = new AwsTarget({
    environment,
    regions: deployed.map(({ name }) => ({
      name,
      url: `https://${name}.${host}`,
      routed: answering.some((one) => one.name === name),
    })),
    sharedUrl: `https://${host}`,
    tableName: config.table.name,
    plan,
    health: new HealthReader((arn) => cluster.isOn(arn)),
    evacuation: new EvacuationFault(plan, cluster, `${environment.project}-${environment.name}-items`),
    ...(fisRoleArn === undefined ? {} : { fisRoleArn }),
  });
  // The SDK's own provider refreshes temporary credentials. No request goes to Lambda.
  const { config: sdk } = new LambdaClient({ region: other, ...clientSettings() });
  return { target, caller: callerOf(options, () => sdk.credentials()) };
}

function callerOf(
  { environment, restoreOnly, tokenFile }: DrillOptions,
  credentials: Parameters<typeof signingCaller>[0],
): Caller {
  const type = environment.activeActive?.api.auth.type;
  // A drill that only ends faults sends no requests.
  if (restoreOnly || type === "none") {
    return anonymousCaller;
  }
  return type === "jwt" ? tokenCaller(readToken(tokenFile)) : signingCaller(credentials);
}
