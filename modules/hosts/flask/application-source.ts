import { partitionOf } from "../../shared/arn";
import type { PolicyStatement } from "../../shared/iam";

/** The source of the application. Both forms name one immutable version, so that every host runs the same code. */
export type ApplicationSource =
  | {
      readonly git: {
        /** Public repository, e.g. `https://github.com/owner/name.git`. */
        readonly url: string;
        /** Full commit id, 40 hexadecimal digits. With a branch, two hosts of one group could differ. */
        readonly ref: string;
      };
    }
  | {
      readonly s3: {
        /** Name of the bucket. */
        readonly bucket: string;
        /** A `.zip`, `.tar.gz` or `.tgz` archive with `run.py` and `requirements.txt` in its top folder. */
        readonly key: string;
        /** Version of the object. */
        readonly versionId: string;
      };
    };

/**
 * Permission to read one version of one object, for a source in S3. If the bucket is encrypted with a customer managed key, the
 * key policy must also allow the role to use the key.
 */
export function sourceStatements(source: ApplicationSource, region: string): PolicyStatement[] {
  if ("git" in source) {
    return [];
  }
  const { bucket, key, versionId } = source.s3;
  return [
    {
      sid: "ReadApplicationSource",
      actions: ["s3:GetObjectVersion"],
      resources: [`arn:${partitionOf(region)}:s3:::${bucket}/${key}`],
      conditions: { StringEquals: { "s3:VersionId": versionId } },
    },
  ];
}
