/** A pattern, and the rule that an error states after "must". */
interface TextRule {
  readonly pattern: RegExp;
  readonly rule: string;
}

/**
 * Rules for the values that identify one immutable version of an application, and for the path of its health check. The
 * configuration checks them. The module that writes them into a host's environment file checks them again, because values in
 * that file have no quotes.
 */
export const SOURCE_RULES = {
  /** Without a port: hosts can reach port 443, and port 80 if the configuration allows it. */
  gitUrl: {
    pattern: /^https:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9._~/-]+$/,
    rule: "be an https:// address without user, port, query or space",
  },
  gitRef: { pattern: /^[0-9a-f]{40}$/, rule: "be a full commit id of 40 hexadecimal digits" },
  /** S3 user guide, "General purpose bucket naming rules": no empty label, and no IPv4 address. */
  s3Bucket: {
    pattern: /^(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    rule: "be the name of a bucket",
  },
  s3Key: {
    pattern: /^[A-Za-z0-9._/=+-]{1,512}\.(zip|tar\.gz|tgz)$/,
    rule: "be letters, digits or . _ / = + - and end in .zip, .tar.gz or .tgz",
  },
  /**
   * S3 documents version ids as opaque, URL-ready text of at most 1,024 bytes (S3 user guide, "Version IDs"). Quotes and
   * backslashes are refused. In a bucket without versioning, S3 calls the only version of an object `null`.
   */
  s3VersionId: {
    pattern: /^(?!null$)[A-Za-z0-9._~:/?#[\]@!$&()*+,;=%-]{1,1024}$/,
    rule: "be the version of an object, not null",
  },
  /** Elastic Load Balancing allows 1,024 characters (API reference, CreateTargetGroup). */
  healthCheckPath: {
    pattern: /^\/[A-Za-z0-9._~/%?=&-]{0,1023}$/,
    rule: "be a path of a URL of at most 1024 characters, starting with /",
  },
} as const satisfies Record<string, TextRule>;
