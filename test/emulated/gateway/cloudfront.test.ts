import {
  type CachePolicyConfig,
  CloudFrontClient,
  CreateCachePolicyCommand,
  CreateDistributionWithTagsCommand,
  CreateFunctionCommand,
  CreateInvalidationCommand,
  CreateOriginRequestPolicyCommand,
  CreateResponseHeadersPolicyCommand,
  CreateVpcOriginCommand,
  DeleteCachePolicyCommand,
  DeleteDistributionCommand,
  DeleteVpcOriginCommand,
  DescribeFunctionCommand,
  type DistributionConfig,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetFunctionCommand,
  GetInvalidationCommand,
  GetOriginRequestPolicyCommand,
  GetResponseHeadersPolicyCommand,
  GetVpcOriginCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  type OriginRequestPolicyConfig,
  PublishFunctionCommand,
  type ResponseHeadersPolicyConfig,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
  UpdateVpcOriginCommand,
  type VpcOriginEndpointConfig,
} from "@aws-sdk/client-cloudfront";
import { EmulatedAws } from "./emulated";

const aws = new EmulatedAws();
let cloudFront: CloudFrontClient;
beforeEach(async () => {
  await aws.emulator.reset();
  cloudFront = new CloudFrontClient(aws.config());
});

const endpoint: VpcOriginEndpointConfig = {
  Name: "alb",
  Arn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/x/1",
  HTTPPort: 80,
  HTTPSPort: 443,
  OriginProtocolPolicy: "http-only",
  OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
};

function distribution(overrides: Partial<DistributionConfig> = {}): DistributionConfig {
  return {
    CallerReference: "first",
    Comment: 'a "quoted" <comment> & more',
    Enabled: true,
    HttpVersion: "http2and3",
    Origins: {
      Quantity: 1,
      Items: [{ Id: "alb", DomainName: "x.elb.amazonaws.com", VpcOriginConfig: { VpcOriginId: "vo_1" } }],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "alb",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      AllowedMethods: { Quantity: 2, Items: ["GET", "HEAD"], CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] } },
    },
    ...overrides,
  };
}

async function created(overrides?: Partial<DistributionConfig>) {
  const DistributionConfig = distribution(overrides);
  const Tags = { Items: [{ Key: "a", Value: "1" }] };
  const made = await cloudFront.send(
    new CreateDistributionWithTagsCommand({ DistributionConfigWithTags: { DistributionConfig, Tags } }),
  );
  return { Id: made.Distribution?.Id ?? "", ARN: made.Distribution?.ARN ?? "", ETag: made.ETag ?? "" };
}

describe("VPC origins", () => {
  it("are deployed immediately, and return the values of their creation", async () => {
    const made = await cloudFront.send(new CreateVpcOriginCommand({ VpcOriginEndpointConfig: endpoint }));
    const Id = made.VpcOrigin?.Id ?? "";
    const { VpcOrigin, ETag } = await cloudFront.send(new GetVpcOriginCommand({ Id }));
    expect(ETag).toBe(made.ETag);
    expect(VpcOrigin).toMatchObject({
      Id,
      Arn: `arn:aws:cloudfront::111111111111:vpcorigin/${Id}`,
      Status: "Deployed",
      VpcOriginEndpointConfig: endpoint,
    });
  });

  it("change only with the current version", async () => {
    const { VpcOrigin, ETag } = await cloudFront.send(
      new CreateVpcOriginCommand({ VpcOriginEndpointConfig: endpoint }),
    );
    const Id = VpcOrigin?.Id ?? "";
    const changed = { Id, VpcOriginEndpointConfig: { ...endpoint, HTTPPort: 8080 } };
    await cloudFront.send(new UpdateVpcOriginCommand({ ...changed, IfMatch: ETag }));
    const read = await cloudFront.send(new GetVpcOriginCommand({ Id }));
    expect(read.VpcOrigin?.VpcOriginEndpointConfig?.HTTPPort).toBe(8080);
    await expect(cloudFront.send(new UpdateVpcOriginCommand({ ...changed, IfMatch: ETag }))).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
  });

  it("cannot be deleted while a distribution uses them", async () => {
    const { VpcOrigin, ETag } = await cloudFront.send(
      new CreateVpcOriginCommand({ VpcOriginEndpointConfig: endpoint }),
    );
    const Id = VpcOrigin?.Id ?? "";
    const origin = { Id: "alb", DomainName: "x", VpcOriginConfig: { VpcOriginId: Id } };
    const user = await created({ Enabled: false, Origins: { Quantity: 1, Items: [origin] } });
    const remove = () => cloudFront.send(new DeleteVpcOriginCommand({ Id, IfMatch: ETag }));
    await expect(remove()).rejects.toMatchObject({ name: "CannotDeleteEntityWhileInUse" });
    await cloudFront.send(new DeleteDistributionCommand({ Id: user.Id, IfMatch: user.ETag }));
    await remove();
    await expect(cloudFront.send(new GetVpcOriginCommand({ Id }))).rejects.toMatchObject({ name: "EntityNotFound" });
  });
});

describe("policies", () => {
  it("for the cache return the values of their creation", async () => {
    const CachePolicyConfig: CachePolicyConfig = {
      Name: "static",
      MinTTL: 1,
      DefaultTTL: 86_400,
      ParametersInCacheKeyAndForwardedToOrigin: {
        EnableAcceptEncodingGzip: true,
        HeadersConfig: { HeaderBehavior: "none" },
        CookiesConfig: { CookieBehavior: "none" },
        QueryStringsConfig: { QueryStringBehavior: "whitelist", QueryStrings: { Quantity: 2, Items: ["v", "w"] } },
      },
    };
    const { CachePolicy } = await cloudFront.send(new CreateCachePolicyCommand({ CachePolicyConfig }));
    const read = await cloudFront.send(new GetCachePolicyCommand({ Id: CachePolicy?.Id }));
    expect(read.CachePolicy?.CachePolicyConfig).toMatchObject(CachePolicyConfig);
    await cloudFront.send(new DeleteCachePolicyCommand({ Id: CachePolicy?.Id, IfMatch: read.ETag }));
    await expect(cloudFront.send(new GetCachePolicyCommand({ Id: CachePolicy?.Id }))).rejects.toMatchObject({
      name: "NoSuchCachePolicy",
    });
  });

  it("for origin requests return the values of their creation", async () => {
    const OriginRequestPolicyConfig: OriginRequestPolicyConfig = {
      Name: "viewer",
      HeadersConfig: { HeaderBehavior: "whitelist", Headers: { Quantity: 1, Items: ["Accept"] } },
      CookiesConfig: { CookieBehavior: "all" },
      QueryStringsConfig: { QueryStringBehavior: "all" },
    };
    const { OriginRequestPolicy } = await cloudFront.send(
      new CreateOriginRequestPolicyCommand({ OriginRequestPolicyConfig }),
    );
    const read = await cloudFront.send(new GetOriginRequestPolicyCommand({ Id: OriginRequestPolicy?.Id }));
    expect(read.OriginRequestPolicy?.OriginRequestPolicyConfig).toMatchObject(OriginRequestPolicyConfig);
  });

  it("for response headers return the values of their creation, and have unique names", async () => {
    const ResponseHeadersPolicyConfig: ResponseHeadersPolicyConfig = {
      Name: "security",
      SecurityHeadersConfig: { FrameOptions: { Override: true, FrameOption: "DENY" } },
      RemoveHeadersConfig: { Quantity: 1, Items: [{ Header: "Server" }] },
    };
    const create = () => cloudFront.send(new CreateResponseHeadersPolicyCommand({ ResponseHeadersPolicyConfig }));
    const { ResponseHeadersPolicy } = await create();
    const read = await cloudFront.send(new GetResponseHeadersPolicyCommand({ Id: ResponseHeadersPolicy?.Id }));
    expect(read.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig).toMatchObject(ResponseHeadersPolicyConfig);
    await expect(create()).rejects.toMatchObject({ name: "ResponseHeadersPolicyAlreadyExists" });
  });
});

describe("functions", () => {
  it("return their code, and are live after publication", async () => {
    const code = "function handler(event) { return event.request; } // <&>";
    const FunctionConfig = { Comment: "rewrite", Runtime: "cloudfront-js-2.0" } as const;
    const { ETag } = await cloudFront.send(
      new CreateFunctionCommand({ Name: "rewrite", FunctionConfig, FunctionCode: Buffer.from(code) }),
    );
    await expect(
      cloudFront.send(new DescribeFunctionCommand({ Name: "rewrite", Stage: "LIVE" })),
    ).rejects.toMatchObject({ name: "NoSuchFunctionExists" });
    await cloudFront.send(new PublishFunctionCommand({ Name: "rewrite", IfMatch: ETag }));
    const { FunctionSummary } = await cloudFront.send(new DescribeFunctionCommand({ Name: "rewrite", Stage: "LIVE" }));
    expect(FunctionSummary).toMatchObject({
      FunctionConfig,
      FunctionMetadata: { FunctionARN: "arn:aws:cloudfront::111111111111:function/rewrite", Stage: "LIVE" },
    });
    const { FunctionCode } = await cloudFront.send(new GetFunctionCommand({ Name: "rewrite" }));
    expect(Buffer.from(FunctionCode ?? []).toString()).toBe(code);
  });
});

describe("distributions", () => {
  it("are deployed immediately, and return the values of their creation", async () => {
    const { Id, ETag } = await created();
    const read = await cloudFront.send(new GetDistributionCommand({ Id }));
    expect(read.ETag).toBe(ETag);
    expect(read.Distribution).toMatchObject({
      ARN: `arn:aws:cloudfront::111111111111:distribution/${Id}`,
      Status: "Deployed",
      DomainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
      DistributionConfig: distribution(),
    });
  });

  it("return CloudFront's defaults for a short configuration", async () => {
    const { Id } = await created();
    const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id }));
    expect(Distribution?.DistributionConfig).toMatchObject({
      Aliases: { Quantity: 0 },
      CacheBehaviors: { Quantity: 0 },
      PriceClass: "PriceClass_All",
      Restrictions: { GeoRestriction: { RestrictionType: "none", Quantity: 0 } },
      ViewerCertificate: { CloudFrontDefaultCertificate: true },
    });
  });

  it("are listed with their configuration", async () => {
    const { Id } = await created();
    const { DistributionList } = await cloudFront.send(new ListDistributionsCommand({}));
    expect(DistributionList).toMatchObject({ Quantity: 1, Items: [{ Id, HttpVersion: "http2and3" }] });
  });

  it("reject an alias of another distribution", async () => {
    const Aliases = { Quantity: 1, Items: ["www.example.org"] };
    await created({ Aliases });
    await expect(created({ Aliases, CallerReference: "second" })).rejects.toMatchObject({ name: "CNAMEAlreadyExists" });
  });

  it("reject a caller reference that is in use", async () => {
    await created();
    await expect(created()).rejects.toMatchObject({ name: "DistributionAlreadyExists" });
  });

  it("can be deleted after they are disabled", async () => {
    const { Id, ETag } = await created();
    await expect(cloudFront.send(new DeleteDistributionCommand({ Id, IfMatch: ETag }))).rejects.toMatchObject({
      name: "DistributionNotDisabled",
    });
    const DistributionConfig = distribution({ Enabled: false });
    const updated = await cloudFront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig }));
    await cloudFront.send(new DeleteDistributionCommand({ Id, IfMatch: updated.ETag }));
    await expect(cloudFront.send(new GetDistributionCommand({ Id }))).rejects.toMatchObject({
      name: "NoSuchDistribution",
    });
  });

  it("are tagged and untagged", async () => {
    const { ARN } = await created();
    const tags = async () =>
      (await cloudFront.send(new ListTagsForResourceCommand({ Resource: ARN }))).Tags?.Items ?? [];
    expect(await tags()).toEqual([{ Key: "a", Value: "1" }]);
    await cloudFront.send(new TagResourceCommand({ Resource: ARN, Tags: { Items: [{ Key: "b", Value: "2" }] } }));
    await cloudFront.send(new UntagResourceCommand({ Resource: ARN, TagKeys: { Items: ["a"] } }));
    expect(await tags()).toEqual([{ Key: "b", Value: "2" }]);
  });

  it("belong to one account, and are deleted by a reset", async () => {
    const { Id } = await created();
    const other = new CloudFrontClient(aws.config("222222222222"));
    await expect(other.send(new GetDistributionCommand({ Id }))).rejects.toMatchObject({ name: "NoSuchDistribution" });
    await aws.emulator.reset();
    await expect(cloudFront.send(new GetDistributionCommand({ Id }))).rejects.toMatchObject({
      name: "NoSuchDistribution",
    });
  });

  it("complete invalidations immediately", async () => {
    const { Id: DistributionId } = await created();
    const InvalidationBatch = { CallerReference: "1", Paths: { Quantity: 1, Items: ["/*"] } };
    const { Invalidation } = await cloudFront.send(
      new CreateInvalidationCommand({ DistributionId, InvalidationBatch }),
    );
    const read = await cloudFront.send(new GetInvalidationCommand({ DistributionId, Id: Invalidation?.Id }));
    expect(read.Invalidation).toMatchObject({ Status: "Completed", InvalidationBatch });
  });
});
