/** Labels of one secret by version. */
type Stages = ReadonlyMap<string, readonly string[]>;

/** What a rotation asks of Secrets Manager. */
export interface Secrets {
  stages(secretId: string): Promise<Stages>;
  /** Text of one version, or nothing where there is no such version or it has no value yet. */
  read(secretId: string, version: { readonly id: string } | { readonly stage: string }): Promise<string | undefined>;
  /** Gives the version that Secrets Manager has prepared its value. A value that it has already stays. */
  putPending(secretId: string, token: string, text: string): Promise<void>;
  /** Moves AWSCURRENT from one version to another; fails when it is elsewhere by now. */
  makeCurrent(secretId: string, token: string, previous: string): Promise<void>;
  randomPassword(): Promise<string>;
}
