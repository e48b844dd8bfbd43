import type { PolicyConditions, PolicyStatement } from "../shared/iam";

/** A KMS key as policies name it. */
export interface KeyReference {
  /** ARN of the key. */
  readonly arn: string;
  /** Region of the key, and of the service that calls KMS. */
  readonly region: string;
}

/** Settings of a statement that lets a caller use a key. */
export interface KeyStatementOptions {
  /** Unique within the policy. @default `UseKeyFor` and the service, e.g. `UseKeyForDynamodb` */
  readonly sid?: string | undefined;
  /** Encryption context that the service passes to KMS, e.g. `{ SecretARN: secret.arn }`. @default any context */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/**
 * Lets a caller decrypt with a key, but only through one AWS service.
 *
 * @param via the service, as its endpoint names it, e.g. `secretsmanager`
 */
export function decryptStatements(key: KeyReference, via: string, options?: KeyStatementOptions): PolicyStatement[] {
  return [keyStatement(key, via, ["kms:Decrypt"], options)];
}

/**
 * Lets a caller encrypt and decrypt with a key, but only through one AWS service. Services encrypt with data keys, and decrypt
 * the data key when they update what they stored.
 *
 * @param via the service, as its endpoint names it, e.g. `s3`
 */
export function encryptStatements(key: KeyReference, via: string, options?: KeyStatementOptions): PolicyStatement[] {
  return [keyStatement(key, via, ["kms:Decrypt", "kms:GenerateDataKey"], options)];
}

/**
 * Conditions of a statement that lets a caller use a key only through one AWS service: for a service that needs other actions
 * than {@link decryptStatements} and {@link encryptStatements} allow.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaService(
  region: string,
  via: string,
  context: KeyStatementOptions["context"] = {},
): PolicyConditions {
  const pairs = Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const);
  return { StringEquals: { "kms:ViaService": `${via}.${region}.amazonaws.com`, ...Object.fromEntries(pairs) } };
}

function keyStatement(
  { arn, region }: KeyReference,
  via: string,
  actions: readonly string[],
  { sid = `UseKeyFor${via.charAt(0).toUpperCase()}${via.slice(1)}`, context }: KeyStatementOptions = {},
): PolicyStatement {
  return { sid, actions, resources: [arn], conditions: viaService(region, via, context) };
}
