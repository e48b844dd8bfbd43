import { LOCAL_ACCESS_KEY } from "./local-access-key";

export interface FunctionEnvironmentProps {
  /** The variables of the stack. */
  readonly variables: Readonly<Record<string, string>>;
  readonly region: string;
  /** URL of the region's DynamoDB on this machine. */
  readonly dynamoDb: string;
  /** Status of the drill switch. */
  readonly healthStatus: number;
}

/** The variable that is the drill switch. Only the health function has it. */
const SWITCH = "STATUS";

/** The environment variables of a function on this machine: those of the stack, and those that Lambda sets. */
export function functionEnvironment(props: FunctionEnvironmentProps): Readonly<Record<string, string>> {
  const { variables, region, dynamoDb, healthStatus } = props;
  return {
    ...variables,
    ...(SWITCH in variables && healthStatus !== 200 ? { [SWITCH]: String(healthStatus) } : {}),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: LOCAL_ACCESS_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_ACCESS_KEY.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
    // Disables a warning that SDK releases of 2027 need Node 22. Lambda runs Node 22, but this runtime also runs on Node 20.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
