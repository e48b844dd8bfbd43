/** A database server, and how a person logs in to it. */
export interface Target {
  /** Name of the server. Its certificate names it. */
  readonly host: string;
  readonly port: number;
  /** Database user. */
  readonly user: string;
  /** Certificate authorities of the server, in PEM. */
  readonly authorities: string;
  /** The password, or an IAM token. */
  readonly password: () => Promise<string>;
  /** What to do when the server denies the login. */
  readonly deniedAdvice: string;
}
