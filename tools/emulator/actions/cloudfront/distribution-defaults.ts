import { children, type XmlNode, type XmlTree } from "../../protocol/xml";

const NONE = { Quantity: "0" };

/** Default values that CloudFront returns for a distribution. */
const DISTRIBUTION: XmlTree = {
  Aliases: NONE,
  DefaultRootObject: "",
  OriginGroups: NONE,
  CacheBehaviors: NONE,
  CustomErrorResponses: NONE,
  Logging: { Enabled: "false", IncludeCookies: "false", Bucket: "", Prefix: "" },
  PriceClass: "PriceClass_All",
  ViewerCertificate: {
    CloudFrontDefaultCertificate: "true",
    MinimumProtocolVersion: "TLSv1",
    CertificateSource: "cloudfront",
  },
  Restrictions: { GeoRestriction: { RestrictionType: "none", ...NONE } },
  WebACLId: "",
  HttpVersion: "http2",
  IsIPV6Enabled: "false",
  ContinuousDeploymentPolicyId: "",
  Staging: "false",
};

const BEHAVIOR: XmlTree = {
  TrustedSigners: { Enabled: "false", ...NONE },
  TrustedKeyGroups: { Enabled: "false", ...NONE },
  AllowedMethods: {
    Quantity: "2",
    Items: { Method: ["HEAD", "GET"] },
    CachedMethods: { Quantity: "2", Items: { Method: ["HEAD", "GET"] } },
  },
  SmoothStreaming: "false",
  Compress: "false",
  LambdaFunctionAssociations: NONE,
  FunctionAssociations: NONE,
  FieldLevelEncryptionId: "",
  GrpcConfig: { Enabled: "false" },
};

const ORIGIN: XmlTree = {
  OriginPath: "",
  CustomHeaders: NONE,
  ConnectionAttempts: "3",
  ConnectionTimeout: "10",
  OriginShield: { Enabled: "false" },
  OriginAccessControlId: "",
};

/**
 * The complete configuration, as CloudFront returns it. Terraform's provider crashes when an element is missing.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
 */
export function withDefaults(config: XmlTree): XmlTree {
  const complete: XmlTree = { ...DISTRIBUTION, ...config };
  complete.Origins = withItems(complete.Origins, "Origin", ORIGIN);
  complete.DefaultCacheBehavior = { ...BEHAVIOR, ...(complete.DefaultCacheBehavior as XmlTree) };
  complete.CacheBehaviors = withItems(complete.CacheBehaviors, "CacheBehavior", BEHAVIOR);
  return complete;
}

function withItems(list: XmlNode | XmlNode[] | undefined, name: string, defaults: XmlTree): XmlTree {
  const { Items: items, ...counts } = list as XmlTree;
  const found = children(items as XmlNode | undefined, name);
  return found.length === 0
    ? counts
    : { ...counts, Items: { [name]: found.map((one) => ({ ...defaults, ...(one as XmlTree) })) } };
}
