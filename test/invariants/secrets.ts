import { eachStack, type Rule, resource } from "./rule";

/** Attributes that contain a secret. Write-only attributes end in `_wo` and reach neither plan nor state. */
const SECRET_ATTRIBUTE =
  /^(?:.*_)?(?:password|passphrase|secret_string|secret_binary|secret_key|private_key|private_key_pem|auth_token|access_token|api_key)$/;

/** Texts that look like a secret: an access key of AWS, a private key, credentials in a URL. */
const SECRET_TEXT = /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:@"]+:[^/\s@"]+@/;

/** Names of environment variables that contain a secret. The ARN of a secret has another name. */
const SECRET_VARIABLE = /(?:PASSWORD|SECRET|TOKEN|API_KEY)$/;

export const SECRETS: readonly Rule[] = [
  {
    rule: "no attribute contains a secret, except write-only attributes",
    check: eachStack(({ json }) =>
      texts(json.resource)
        .filter(({ path }) => isSecretAttribute(path))
        .map(({ path }) => `${path} must be write-only`),
    ),
    good: resource("aws_db_instance", {
      password_wo: "${ephemeral.x}",
      password_wo_version: 1,
      username: "u",
      manage_master_user_password: false,
    }),
    bad: {
      "a password": resource("aws_db_instance", { password: "hunter2" }),
      "a reference, whose value is in the state": resource("aws_db_instance", { password: "${aws_x.y.password}" }),
      "a nested attribute": resource("aws_x", { auth: [{ client_secret_key: "x" }] }),
      "a secret's value": resource("aws_secretsmanager_secret_version", { secret_string: "{}" }),
    },
  },
  {
    rule: "only a write-only attribute refers to the value of a secret",
    check: eachStack(({ json }) =>
      texts({ resource: json.resource, output: json.output, data: json.data })
        .filter(
          ({ path, text }) =>
            /\$\{.*(?:ephemeral\.|\.secret_string\b|\.random_password\b)/.test(text) && !path.endsWith("_wo"),
        )
        .map(({ path }) => `${path} must not refer to a secret`),
    ),
    good: resource("aws_db_instance", {
      password_wo: "${ephemeral.aws_secretsmanager_random_password.x.random_password}",
    }),
    bad: {
      "an output": { stack: { output: { password: { value: "${ephemeral.x.y.random_password}" } } } },
      "user data": resource("aws_launch_template", {
        user_data: "${aws_secretsmanager_secret_version.x.secret_string}",
      }),
    },
  },
  {
    rule: "no text looks like a secret",
    check: eachStack(({ json }) =>
      texts(json)
        .filter(({ text }) => SECRET_TEXT.test(decoded(text)))
        .map(({ path }) => `${path} must not contain a secret`),
    ),
    good: resource("aws_launch_template", { user_data: "curl https://example.com/a:b" }),
    bad: {
      "an access key": resource("aws_launch_template", { user_data: "AWS_KEY=AKIAIOSFODNN7EXAMPLE" }),
      "an access key in base64": resource("aws_launch_template", {
        user_data: Buffer.from("export AWS_KEY=AKIAIOSFODNN7EXAMPLE\n").toString("base64"),
      }),
      "a private key": resource("aws_x", { pem: "-----BEGIN RSA PRIVATE KEY-----" }),
      "credentials in a URL": resource("aws_x", { url: "https://me:hunter2@example.com/" }),
    },
  },
  {
    rule: "the environment of a function contains no secret",
    check: eachStack(({ resources }) =>
      resources.flatMap(({ path, attributes }) =>
        Object.keys(attributes.environment?.variables ?? {})
          .filter((name) => SECRET_VARIABLE.test(name))
          .map((name) => `${path} must not contain ${name}`),
      ),
    ),
    good: resource("aws_lambda_function", { environment: { variables: { MASTER_SECRET_ARN: "arn" } } }),
    bad: { "a password": resource("aws_lambda_function", { environment: { variables: { DB_PASSWORD: "x" } } }) },
  },
  {
    rule: "random passwords come from ephemeral resources only",
    check: eachStack(({ resources, dataSources }) =>
      [...resources, ...dataSources]
        .filter(({ type }) =>
          /^random_|^tls_private_key|^data\.aws_secretsmanager_(?:secret_version|random_password)$/.test(type),
        )
        .map(({ address }) => `${address} must be ephemeral`),
    ),
    good: { stack: { ephemeral: { aws_secretsmanager_random_password: { it: {} } } } },
    bad: {
      "a stored password": resource("random_password", { length: 32 }),
      "a data source": { stack: { data: { aws_secretsmanager_random_password: { it: {} } } } },
      "a stored key": resource("tls_private_key", {}),
    },
  },
];

interface Text {
  readonly path: string;
  readonly text: string;
}

/** Every text in a configuration, with its path. */
function texts(value: unknown, path = ""): Text[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, path ? `${path}.${key}` : key));
}

/** True for the path of an attribute, after type and name, that contains a secret. Tags are exempt. */
function isSecretAttribute(path: string): boolean {
  const [, , ...attribute] = path.split(".");
  return !attribute.includes("tags") && SECRET_ATTRIBUTE.test(attribute.at(-1) ?? "");
}

/** A text, and its content if it is base64. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/]{24,}={0,2}$/.test(text) ? `${text}\n${Buffer.from(text, "base64").toString()}` : text;
}
