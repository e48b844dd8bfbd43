import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [{ project: "aws-x" }, ['project must not start with aws, got "aws-x"; Systems Manager reserves such names']],
  [{ project: "amazon" }, ['project must not start with amazon, got "amazon"; Systems Manager reserves such names']],
  [{ project: "amzn" }, ['project must not start with amzn, got "amzn"; Systems Manager reserves such names']],
  [{ project: "sg" }, ['project must not start with sg-, got "sg"; EC2 reserves such names']],
  [
    { project: "internal" },
    ['project must not start with internal-, got "internal"; Elastic Load Balancing reserves such names'],
  ],
  [{ project: "sthree-x" }, ['project must not start with sthree-, got "sthree-x"; S3 reserves such names']],
  [
    { project: "amzn-s3-demo-x" },
    ['project must not start with amzn-s3-demo-, got "amzn-s3-demo-x"; S3 reserves such names'],
  ],
  [
    { project: "xxxxxxxxxxxxxxxxxxxxxx" },
    [
      'project must be short enough for the target-group "xxxxxxxxxxxxxxxxxxxxxx-test-flask" (33 of at most 32 characters), got "xxxxxxxxxxxxxxxxxxxxxx"',
    ],
  ],
  [{ project: "X" }, ['project must be lower-case words joined by single hyphens, starting with a letter, got "X"']],
  [
    { project: "a--b" },
    ['project must be lower-case words joined by single hyphens, starting with a letter, got "a--b"'],
  ],
  [
    { project: "a_b" },
    ['project must be lower-case words joined by single hyphens, starting with a letter, got "a_b"'],
  ],
  [
    { project: "" },
    ['project must be lower-case words joined by single hyphens, starting with a letter, got "" (empty)'],
  ],
  [
    { project: "p", name: `${"x".repeat(26)}` },
    [
      `name must be short enough for the target-group "p-${"x".repeat(26)}-flask" (34 of at most 32 characters), got "xxxxxxxxxxxxxxxxxxxxxxxxxx"`,
    ],
  ],
  [
    { project: `${"x".repeat(32)}`, threeTier: undefined, activeActive: undefined },
    [
      `project must be short enough for the backup-vault "${"x".repeat(32)}-test-aurora-backup" (51 of at most 50 characters), got "${"x".repeat(32)}"`,
    ],
  ],
  [
    { project: `${"x".repeat(40)}`, threeTier: undefined, activeActive: undefined, auroraApi: undefined },
    [
      `project must be short enough for the s3-bucket "${"x".repeat(40)}-test-state-logs-123456789012" (69 of at most 63 characters), got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"`,
    ],
  ],
  [
    { project: `${"x".repeat(29)}`, threeTier: undefined },
    [
      `project must be short enough for the iam-role "${"x".repeat(29)}-test-items-eu-central-1-create-item" (65 of at most 64 characters), got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"`,
    ],
  ],
  [{ name: "" }, ['name must be lower-case words joined by single hyphens, starting with a letter, got "" (empty)']],
  [{ name: "Dev" }, ['name must be lower-case words joined by single hyphens, starting with a letter, got "Dev"']],
  [{ name: "a b" }, ['name must be lower-case words joined by single hyphens, starting with a letter, got "a b"']],
  [{ name: "dev\n" }, ['name must be lower-case words joined by single hyphens, starting with a letter, got "dev\\n"']],
  [{ name: "dév" }, ['name must be lower-case words joined by single hyphens, starting with a letter, got "dév"']],
  [
    { name: "three-tier" },
    ['name must not be the name of an architecture, got "three-tier"; rename the file of the environment'],
  ],
  [
    { name: "state" },
    ['name must not be the name of an architecture, got "state"; rename the file of the environment'],
  ],
  [{ name: 5 }, ["name must be a string, got 5; write it in quotes"]],
  [{ name: null }, ["name must be a string, got null"]],
  [{ accountId: "000" }, ['accountId must be the 12 digits of an AWS account, as text, got "000"']],
  [{ accountId: "12345678901a" }, ['accountId must be the 12 digits of an AWS account, as text, got "12345678901a"']],
  [{ accountId: "" }, ['accountId must be the 12 digits of an AWS account, as text, got "" (empty)']],
  [{ accountId: 123456789012 }, ["accountId must be a string, got 123456789012; write it in quotes"]],
  [{ accountId: "123456789012 " }, ['accountId must be the 12 digits of an AWS account, as text, got "123456789012 "']],
  [
    { "threeTier.network.domain": { name: "app.example.com.", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "app.example.com."',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "App.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "App.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "*.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "*.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "a_b.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "a_b.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "example", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "example"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "-a.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "-a.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "a-.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "a-.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "10.0.0.1", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "10.0.0.1"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "exa mple.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "exa mple.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "" (empty)',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "a..example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "a..example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "https://app.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "https://app.example.com"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.c0m", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "app.example.c0m"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: `${"a".repeat(64)}.example.com`, hostedZone: { id: "Z0123456789ABC" } } },
    [
      `threeTier.network.domain.name must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "${"a".repeat(64)}.example.com"`,
    ],
  ],
  [
    { "threeTier.network.domain": { name: `${"a".repeat(52)}.example.com.org`, hostedZone: { id: "Z0123456789ABC" } } },
    [
      `threeTier.network.domain.name must be at most 64 characters, got "${"a".repeat(52)}.example.com.org"; ACM allows no longer name for a certificate`,
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: {} } },
    ["threeTier.network.domain.hostedZone must have create or id, got {} (empty)"],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: "Z0123456789ABC" } },
    ['threeTier.network.domain.hostedZone must be an object, got "Z0123456789ABC"'],
  ],
  [
    {
      "threeTier.network.domain": {
        name: "app.example.net",
        hostedZone: { id: "Z0123456789ABC", create: "example.com" },
      },
    },
    [
      'threeTier.network.domain.hostedZone must not have create together with id, got {"id":"Z0123456789ABC","create":"example.com"}',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: { id: "/hostedzone/Z0123456789ABC" } } },
    [
      'threeTier.network.domain.hostedZone.id must be a hosted zone id, e.g. Z0123456789ABC, got "/hostedzone/Z0123456789ABC"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: { Id: "Z0123456789ABC" } } },
    ['threeTier.network.domain.hostedZone must have create or id, got {"Id":"Z0123456789ABC"}'],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: { create: "example.org" } } },
    [
      'threeTier.network.domain.name must be example.org or end in .example.org, the hosted zone\'s name, got "app.example.net"',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: { create: "example.com." } } },
    [
      'threeTier.network.domain.hostedZone.create must be a lower-case domain name without a trailing dot, e.g. app.example.com, got "example.com."',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.net", hostedZone: null } },
    ["threeTier.network.domain.hostedZone must be an object, got null"],
  ],
  [
    { "threeTier.network.domain": { name: "api.example.com", hostedZone: { id: "Z0123456789ABC" } } },
    [
      'activeActive.domain.name must differ from threeTier.network.domain.name, got "api.example.com"; a name leads to one architecture',
    ],
  ],
  [
    { "threeTier.network.domain": { name: "app.example.com", hostedZone: { create: "example.com" } } },
    [
      'activeActive.domain.hostedZone.create must not be created twice, got "example.com"; use the id of the first hosted zone',
    ],
  ],
  [
    { "activeActive.api.stage": "a b" },
    ['activeActive.api.stage must be 1 to 128 letters, digits, hyphens or underscores, got "a b"'],
  ],
  [
    { "activeActive.api.stage": "" },
    ['activeActive.api.stage must be 1 to 128 letters, digits, hyphens or underscores, got "" (empty)'],
  ],
  [
    { "activeActive.api.stage": `${"a".repeat(129)}` },
    [`activeActive.api.stage must be 1 to 128 letters, digits, hyphens or underscores, got "${"a".repeat(79)}…`],
  ],
  [
    { "activeActive.api.stage": "a/b" },
    ['activeActive.api.stage must be 1 to 128 letters, digits, hyphens or underscores, got "a/b"'],
  ],
  [
    { "activeActive.table": { name: "ab" } },
    ['activeActive.table.name must be 3 to 255 letters, digits, underscores, hyphens or dots, got "ab"'],
  ],
  [
    { "activeActive.table": { name: "a b" } },
    ['activeActive.table.name must be 3 to 255 letters, digits, underscores, hyphens or dots, got "a b"'],
  ],
  [
    { "activeActive.table": { name: "" } },
    ['activeActive.table.name must be 3 to 255 letters, digits, underscores, hyphens or dots, got "" (empty)'],
  ],
];

describe("a name", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
