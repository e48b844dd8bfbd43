import { type Changes, problemsWith } from "../../../helpers/whole-environment";

/** Changes of a valid environment, and the lines of the report. */
const REFUSED: readonly (readonly [Changes, readonly string[]])[] = [
  [
    { tags: { "aws:x": "v" } },
    [
      'tags["aws:x"] must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "aws:x"',
    ],
  ],
  [
    { tags: { "AWS:x": "v" } },
    [
      'tags["AWS:x"] must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "AWS:x"',
    ],
  ],
  [
    { tags: { Project: "v" } },
    [
      'tags.Project must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "Project"',
    ],
  ],
  [
    { tags: { project: "v" } },
    [
      'tags.project must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "project"',
    ],
  ],
  [
    { tags: { managedby: "v" } },
    [
      'tags.managedby must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "managedby"',
    ],
  ],
  [
    { tags: { environment: "v" } },
    ['tags.environment must have the key Environment, got "environment"; IAM refuses keys that differ in case only'],
  ],
  [
    { tags: { name: "v" } },
    ['tags.name must have the key Name, got "name"; IAM refuses keys that differ in case only'],
  ],
  [
    { tags: { "": "v" } },
    [
      'tags[""] must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "" (empty)',
    ],
  ],
  [
    { tags: { " a": "v" } },
    [
      'tags[" a"] must have a key of letters, digits, spaces and _ . : / = + - @, without a space at its ends, got " a"',
    ],
  ],
  [
    { tags: { "a\nb": "v" } },
    [
      'tags["a\\nb"] must have a key of letters, digits, spaces and _ . : / = + - @, without a space at its ends, got "a\\nb"',
    ],
  ],
  [
    { tags: { "a#b": "v" } },
    [
      'tags["a#b"] must have a key of letters, digits, spaces and _ . : / = + - @, without a space at its ends, got "a#b"',
    ],
  ],
  [
    { tags: { "a\u202eb": "v" } },
    [
      'tags["a\\u202eb"] must have a key of letters, digits, spaces and _ . : / = + - @, without a space at its ends, got "a\\u202eb"',
    ],
  ],
  [
    { tags: { "${x}": "v" } },
    [
      'tags["${x}"] must have a key of letters, digits, spaces and _ . : / = + - @, without a space at its ends, got "${x}"',
    ],
  ],
  [
    { tags: { [`${"x".repeat(129)}`]: "v" } },
    [
      `tags["${"x".repeat(40)}…"] must have a key of 1 to 128 characters that does not start with aws: and is none of Project, Stack, ManagedBy, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`,
    ],
  ],
  [
    { tags: { Owner: "a\nb" } },
    ['tags.Owner must contain only letters, digits, spaces and _ . : / = + - @, got "a\\nb"'],
  ],
  [{ tags: { Owner: "<b>" } }, ['tags.Owner must contain only letters, digits, spaces and _ . : / = + - @, got "<b>"']],
  [
    { tags: { Owner: "${x}" } },
    ['tags.Owner must contain only letters, digits, spaces and _ . : / = + - @, got "${x}"'],
  ],
  [
    { tags: { Owner: "100%" } },
    ['tags.Owner must contain only letters, digits, spaces and _ . : / = + - @, got "100%"'],
  ],
  [{ tags: { Owner: `${"x".repeat(257)}` } }, [`tags.Owner must be at most 256 characters, got "${"x".repeat(79)}…`]],
  [{ tags: { Owner: 5 } }, ["tags.Owner must be a string, got 5; write it in quotes"]],
  [{ tags: { Owner: null } }, ["tags.Owner must be a string, got null"]],
  [{ tags: { Owner: {} } }, ["tags.Owner must be a string, got {} (empty)"]],
  [
    { tags: { Owner: "a", owner: "b" } },
    ['tags.owner must have another key than Owner, got "owner"; IAM refuses keys that differ in case only'],
  ],
  [
    { tags: { key0: "v", key1: "v", key2: "v", key3: "v", key4: "v", key5: "v" } },
    [
      "tags must be at most 5 besides Environment and Name, got 6; a hosted zone or health check of Route 53 has at most 10 tags, and 5 are the project's own",
    ],
  ],
  [{ tags: [] }, ["tags must be a plain object, got [] (empty)"]],
  [{ tags: "x" }, ['tags must be a plain object, got "x"']],
  [
    {
      tags: {
        key0: "v",
        key1: "v",
        key2: "v",
        key3: "v",
        key4: "v",
        key5: "v",
        key6: "v",
        key7: "v",
        key8: "v",
        key9: "v",
        key10: "v",
        key11: "v",
        key12: "v",
        key13: "v",
        key14: "v",
        key15: "v",
        key16: "v",
        key17: "v",
        key18: "v",
        key19: "v",
        key20: "v",
        key21: "v",
        key22: "v",
        key23: "v",
        key24: "v",
        key25: "v",
        key26: "v",
        key27: "v",
        key28: "v",
        key29: "v",
        key30: "v",
        key31: "v",
        key32: "v",
        key33: "v",
        key34: "v",
        key35: "v",
        key36: "v",
        key37: "v",
        key38: "v",
        key39: "v",
        key40: "v",
        key41: "v",
        key42: "v",
        key43: "v",
        key44: "v",
        key45: "v",
      },
      activeActive: undefined,
    },
    [
      "tags must be at most 45 besides Environment and Name, got 46; a resource has at most 50, and 5 are the project's own",
    ],
  ],
];

describe("tags", () => {
  it.each(REFUSED)("is refused: %j", (changes, problems) => {
    expect(problemsWith(changes)).toEqual(problems);
  });
});
