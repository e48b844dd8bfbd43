import { z } from "zod";
import { isCidrBlock, prefixLength } from "../../modules/shared/cidr";
import { cidrBlock } from "./fields";

const certificateArn = z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/, {
  error: "must be the ARN of a certificate in ACM",
});

const authentication = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("certificate"),
    /** In ACM: the authority that signed the clients' certificates, or a certificate that it signed. Never a key. */
    clientRootCertificateArn: certificateArn,
  }),
  z.strictObject({
    type: z.literal("saml"),
    providerArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[\w+=,.@-]+$/, {
      error: "must be the ARN of an IAM SAML provider",
    }),
    /** Groups of the identity provider that get in. Empty: everybody whom it lets in. */
    groupIds: z.array(z.string().min(1)).default([]),
  }),
]);

export const vpnSection = z.strictObject({
  /** Addresses of clients, /12 to /22; it can never be changed (Client VPN admin guide, "Rules and best practices"). */
  clientCidr: cidrBlock
    .default("192.168.128.0/22")
    .refine((block) => !isCidrBlock(block) || (prefixLength(block) >= 12 && prefixLength(block) <= 22), {
      error: "must be a block of /12 to /22",
    }),
  /** In ACM of the environment's region, with its chain. */
  serverCertificateArn: certificateArn,
  authentication,
  /** All that Client VPN listens on. */
  port: z.literal([443, 1194], { error: "must be 443 or 1194" }).default(443),
  protocol: z.enum(["udp", "tcp"]).default("udp"),
  /** Hours after which a client must connect anew. */
  sessionTimeoutHours: z.literal([8, 10, 12, 24], { error: "must be 8, 10, 12 or 24" }).default(12),
  /** `every-zone` survives the loss of one; AWS charges by association and hour. */
  associations: z.enum(["every-zone", "first-zone"]).default("every-zone"),
  /** Shown to whoever connects with the AWS provided client. */
  banner: z
    .string()
    .max(1400, { error: "must be at most 1400 characters" })
    .default("This network is private. Connections are logged."),
});
