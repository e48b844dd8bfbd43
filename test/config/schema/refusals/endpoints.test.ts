import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "ops" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "ops"'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "ops@" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "ops@"'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "@example.com" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "@example.com"'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "ops@example" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "ops@example"'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "a b@example.com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "a b@example.com"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "ops@example..com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an email address, e.g. oncall@example.com, got "ops@example..com"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must not be empty, got "" (empty)'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "email", endpoint: "ops@${x}.com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must not contain ${ or %{, got "ops@${x}.com"; Terraform would read it as a template',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "http://a.example.com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "http://a.example.com"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "https://"'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://a b.example.com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "https://a b.example.com"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://example.com/a b" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "https://example.com/a b"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://u:p@example.com/x" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must contain no user and password, got "https://…@example.com/x"; they would be stored in the Terraform state',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://localhost" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "https://localhost"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "ops@example.com" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "ops@example.com"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "https://example.com/${x}" }] },
    [
      'threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "https://example.com/${x}"',
    ],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "https", endpoint: "" }] },
    ['threeTier.alarmSubscriptions[0].endpoint must be an https URL, e.g. https://www.example.com, got "" (empty)'],
  ],
  [
    { "threeTier.alarmSubscriptions": [{ protocol: "sms", endpoint: "1" }] },
    ['threeTier.alarmSubscriptions[0].protocol must be "email" or "https", got "sms"'],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a" },
    [
      'auroraApi.vpn.serverCertificateArn must be in eu-west-1, the endpoint\'s region, got "arn:aws:acm:us-east-1:123456789012:certificate/a"',
    ],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "arn:aws:acm:eu-west-1:210987654321:certificate/a" },
    [
      'auroraApi.vpn.serverCertificateArn must be in the account 123456789012, the endpoint\'s, got "arn:aws:acm:eu-west-1:210987654321:certificate/a"',
    ],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "arn:aws-cn:acm:eu-west-1:123456789012:certificate/a" },
    [
      'auroraApi.vpn.serverCertificateArn must be an ARN of the partition aws, got "arn:aws-cn:acm:eu-west-1:123456789012:certificate/a"',
    ],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "arn:aws:iam::123456789012:server-certificate/a" },
    [
      'auroraApi.vpn.serverCertificateArn must be the ARN of a certificate in ACM, got "arn:aws:iam::123456789012:server-certificate/a"',
    ],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/" },
    [
      'auroraApi.vpn.serverCertificateArn must be the ARN of a certificate in ACM, got "arn:aws:acm:eu-west-1:123456789012:certificate/"',
    ],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "certificate/a" },
    ['auroraApi.vpn.serverCertificateArn must be the ARN of a certificate in ACM, got "certificate/a"'],
  ],
  [
    { "auroraApi.vpn.serverCertificateArn": "" },
    ['auroraApi.vpn.serverCertificateArn must be the ARN of a certificate in ACM, got "" (empty)'],
  ],
  [
    { "auroraApi.vpn.authentication": { type: "saml", providerArn: "arn:aws:iam::210987654321:saml-provider/x" } },
    [
      'auroraApi.vpn.authentication.providerArn must be in the account 123456789012, the endpoint\'s, got "arn:aws:iam::210987654321:saml-provider/x"',
    ],
  ],
  [
    { "auroraApi.vpn.authentication": { type: "saml", providerArn: "arn:aws:iam::123456789012:role/x" } },
    [
      'auroraApi.vpn.authentication.providerArn must be the ARN of an IAM SAML provider, got "arn:aws:iam::123456789012:role/x"',
    ],
  ],
  [
    {
      "auroraApi.vpn.authentication": { type: "saml", providerArn: "arn:aws-us-gov:iam::123456789012:saml-provider/x" },
    },
    [
      'auroraApi.vpn.authentication.providerArn must be an ARN of the partition aws, got "arn:aws-us-gov:iam::123456789012:saml-provider/x"',
    ],
  ],
  [
    { "auroraApi.vpn.authentication": { type: "saml", providerArn: "x" } },
    ['auroraApi.vpn.authentication.providerArn must be the ARN of an IAM SAML provider, got "x"'],
  ],
  [
    { "auroraApi.vpn.authentication": { type: "password" } },
    ['auroraApi.vpn.authentication.type must be "certificate" or "saml", got "password"'],
  ],
  [
    { "auroraApi.vpn.authentication": {} },
    ['auroraApi.vpn.authentication.type must be "certificate" or "saml", got nothing'],
  ],
  [
    {
      "auroraApi.vpn.authentication": {
        type: "certificate",
        clientRootCertificateArn: "arn:aws:acm:eu-west-2:123456789012:certificate/a",
      },
    },
    [
      'auroraApi.vpn.authentication.clientRootCertificateArn must be in eu-west-1, the endpoint\'s region, got "arn:aws:acm:eu-west-2:123456789012:certificate/a"',
    ],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "http://a.example.com", audience: ["x"] }] } },
    [
      'activeActive.api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "http://a.example.com"',
    ],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com/${x}", audience: ["x"] }] } },
    [
      'activeActive.api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "https://a.example.com/${x}"',
    ],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://localhost", audience: ["x"] }] } },
    [
      'activeActive.api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "https://localhost"',
    ],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "", audience: ["x"] }] } },
    ['activeActive.api.auth.issuers[0].issuer must be an https URL, e.g. https://www.example.com, got "" (empty)'],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com", audience: [""] }] } },
    ['activeActive.api.auth.issuers[0].audience[0] must not be empty, got "" (empty)'],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com", audience: [" "] }] } },
    ['activeActive.api.auth.issuers[0].audience[0] must not be empty, got " "'],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com", audience: ["${x}"] }] } },
    [
      'activeActive.api.auth.issuers[0].audience[0] must not contain ${ or %{, got "${x}"; Terraform would read it as a template',
    ],
  ],
  [
    { "activeActive.api.auth": { type: "jwt", issuers: [{ issuer: "https://a.example.com", audience: ["a\nb"] }] } },
    [
      'activeActive.api.auth.issuers[0].audience[0] must contain no line break and no other control character, got "a\\nb"',
    ],
  ],
  [
    { "auroraApi.vpn.banner": "a ${b}" },
    ['auroraApi.vpn.banner must not contain ${ or %{, got "a ${b}"; Terraform would read it as a template'],
  ],
  [{ "auroraApi.vpn.banner": "" }, ['auroraApi.vpn.banner must not be empty, got "" (empty)']],
  [
    { "auroraApi.vpn.banner": "a\u0007" },
    ['auroraApi.vpn.banner must contain no line break and no other control character, got "a\\u0007"'],
  ],
  [
    { "auroraApi.vpn.banner": `${"x".repeat(1401)}` },
    [`auroraApi.vpn.banner must be at most 1400 characters, got "${"x".repeat(79)}…`],
  ],
  [
    { "localZone.onPremises.vpnId": "a b" },
    [
      'localZone.onPremises.vpnId must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{, got "a b"',
    ],
  ],
  [
    { "localZone.onPremises.vpnId": 'a"b' },
    [
      'localZone.onPremises.vpnId must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{, got "a\\"b"',
    ],
  ],
  [
    { "localZone.onPremises.vpnId": "" },
    [
      'localZone.onPremises.vpnId must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{, got "" (empty)',
    ],
  ],
  [
    { "localZone.onPremises.vpnId": "${x}" },
    [
      'localZone.onPremises.vpnId must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{, got "${x}"',
    ],
  ],
  [
    { "localZone.onPremises.vpnId": "ü" },
    [
      'localZone.onPremises.vpnId must be 1 to 255 ASCII characters without blanks, quotes, backslashes, ${ and %{, got "ü"',
    ],
  ],
];

describe("an endpoint, a URL or an ARN", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
