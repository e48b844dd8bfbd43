/** What a text of a configuration has to be: the rule continues "must". */
interface TextRule {
  readonly pattern: RegExp;
  readonly rule: string;
}

/**
 * What names one immutable version of an application, and where it tells that it lives. The configuration checks it, and so does
 * whoever writes it into a host's environment file: there every value stands without quotes.
 */
export const SOURCE_RULES = {
  /** No port: hosts may reach 443 and, where the configuration says so, 80. */
  gitUrl: {
    pattern: /^https:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9._~/-]+$/,
    rule: "be an https:// address without user, port, query or space",
  },
  gitRef: { pattern: /^[0-9a-f]{40}$/, rule: "be a full commit id of 40 hexadecimal digits" },
  s3Bucket: { pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, rule: "be the name of a bucket" },
  s3Key: {
    pattern: /^[A-Za-z0-9._/=+-]{1,512}\.(zip|tar\.gz|tgz)$/,
    rule: "be letters, digits or . _ / = + - and end in .zip, .tar.gz or .tgz",
  },
  /** `null` is what S3 calls the version of an object in a bucket that keeps none. */
  s3VersionId: { pattern: /^(?!null$)[A-Za-z0-9._-]{1,128}$/, rule: "be the version of an object, not null" },
  healthCheckPath: { pattern: /^\/[A-Za-z0-9._~/%?=&-]*$/, rule: "be a path of a URL, starting with /" },
} as const satisfies Record<string, TextRule>;
