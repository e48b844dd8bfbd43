import { z } from "zod";
import { isCidrBlock, prefixLength } from "../../../modules/shared/cidr";
import { cidrBlock } from "../fields/addresses";
import { plainText } from "../fields/text";
import { uniqueList } from "../fields/unique-list";

const certificateArn = z.string().regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/, {
  error: "must be the ARN of a certificate in ACM",
});

const authentication = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("certificate"),
    /** In ACM: the authority that signed the client certificates, or a certificate that it signed. Never a key. */
    clientRootCertificateArn: certificateArn,
  }),
  z.strictObject({
    type: z.literal("saml"),
    providerArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[\w+=,.@-]+$/, {
      error: "must be the ARN of an IAM SAML provider",
    }),
    /** Groups of the identity provider that may connect. Without groups, all of its users may. */
    groupIds: uniqueList(plainText(255), { min: 1, reason: "remove the field to permit all users" }).optional(),
  }),
]);

/** Passed on to `ClientVpn`, which documents the defaults. */
export const vpnSection = z.strictObject({
  /** Addresses of the clients, /12 to /22. AWS allows no change later (Client VPN admin guide, "Rules and best practices"). */
  clientCidr: cidrBlock
    .refine((block) => !isCidrBlock(block) || (prefixLength(block) >= 12 && prefixLength(block) <= 22), {
      error: "must be a block of /12 to /22",
    })
    .optional(),
  /** In ACM of the environment's region, with its chain. */
  serverCertificateArn: certificateArn,
  authentication,
  /** Client VPN supports these ports only. */
  port: z.literal([443, 1194], { error: "must be 443 or 1194" }).optional(),
  protocol: z.enum(["udp", "tcp"]).optional(),
  /** Hours until a client must connect again. */
  sessionTimeoutHours: z.literal([8, 10, 12, 24], { error: "must be 8, 10, 12 or 24" }).optional(),
  /** `every-zone` survives the failure of a zone. AWS charges for each association by the hour. */
  associations: z.enum(["every-zone", "first-zone"]).default("every-zone"),
  /** Text that the AWS provided client shows to users when they connect. */
  banner: plainText(1400, "line-breaks").optional(),
});
