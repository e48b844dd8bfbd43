import { LambdaClient } from "@aws-sdk/client-lambda";
import { SignatureV4 } from "@smithy/signature-v4";
import { clientSettings } from "../../shared/client-settings";

/** An error that AWS returned, with the fields that the SDK's errors have. */
class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** Milliseconds for an answer. */
const ANSWER_MS = 10_000;

/**
 * Sends requests to a JSON service of AWS whose client is not a dependency, with the SDK's credentials, signature and endpoint
 * variable.
 *
 * @param service name in the endpoint and in the signature, e.g. `fis`
 */
export function serviceRequest(service: string, region: string) {
  // The SDK's configuration has the credentials and the hash function. No request goes to Lambda.
  const { config } = new LambdaClient({ region, ...clientSettings() });
  const signer = new SignatureV4({ service, region, credentials: config.credentials, sha256: config.sha256 });
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL ?? `https://${service}.${region}.${suffix}`);

  return async (method: string, path: string, input?: unknown): Promise<unknown> => {
    const target = new URL(path, endpoint);
    const body = input === undefined ? undefined : JSON.stringify(input);
    const { headers } = await signer.sign({
      method,
      protocol: target.protocol,
      hostname: target.hostname,
      ...(target.port === "" ? {} : { port: Number(target.port) }),
      path: target.pathname,
      query: Object.fromEntries(target.searchParams),
      headers: { host: target.host, "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    const response = await fetch(target, {
      method,
      headers,
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw errorOf(response, text);
    }
    return text === "" ? {} : JSON.parse(text);
  };
}

/** The error's name is in a header, and its message in the body. */
function errorOf({ status, headers }: Response, text: string): ServiceError {
  const name = headers.get("x-amzn-errortype")?.split(":")[0] ?? "UnknownError";
  let message = `status ${status}`;
  try {
    message = (JSON.parse(text) as { message?: string }).message ?? message;
  } catch {
    // An emulated AWS answers in HTML to a service that it does not know.
  }
  return new ServiceError(name, message, status);
}
