import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Aws } from "../../../tools/shared/aws-cli";
import { newSecret } from "../../../tools/vpn-rotate/new-secret";
import { rotateOptions } from "../../../tools/vpn-rotate/options";
import { cancel, finish, start, type World } from "../../../tools/vpn-rotate/rotation";
import { tunnelKeys, tunnelResources } from "../../../tools/vpn-rotate/tunnel-keys";
import { build } from "../../stacks/local-zone/stacks";

type Labels = Record<string, string[]>;

/** Secrets Manager, the appliance's log behind the AWS CLI, and a clock that only `sleep` advances. */
function world(labels: Labels, appliance: (labels: Labels) => string | undefined = () => undefined) {
  const requests: object[] = [];
  const calls: string[] = [];
  const said: string[] = [];
  let clock = 1_000_000;
  const answers: Readonly<Record<string, (input: Record<string, string>) => object>> = {
    DescribeSecretCommand: () => ({ VersionIdsToStages: Object.keys(labels).length > 0 ? labels : undefined }),
    PutSecretValueCommand: () => {
      labels.new = Object.keys(labels).length === 0 ? ["AWSCURRENT", "AWSPENDING"] : ["AWSPENDING"];
      return { VersionId: "new" };
    },
    UpdateSecretVersionStageCommand: ({ VersionStage = "", MoveToVersionId: to, RemoveFromVersionId: from }) => {
      if (from !== undefined) {
        labels[from] = (labels[from] ?? []).filter((one) => one !== VersionStage);
      }
      if (to !== undefined) {
        labels[to] = [...(labels[to] ?? []), VersionStage];
      }
      return {};
    },
  };
  const secrets = {
    send: async (command: { readonly input: Record<string, string> }) => {
      requests.push(command.input);
      return answers[command.constructor.name]?.(command.input);
    },
  } as unknown as SecretsManagerClient;
  const aws: Aws = async (args) => {
    calls.push(args.join(" "));
    const pattern = (args[args.indexOf("--filter-pattern") + 1] ?? "").slice(1, -1);
    return JSON.stringify(appliance(labels)?.includes(pattern) ? [clock] : []);
  };
  const surroundings: World = {
    now: () => clock,
    sleep: async (seconds) => {
      clock += seconds * 1000;
    },
    say: (line) => void said.push(line),
  };
  const clients = { secrets, aws, ask: <T>(question: () => Promise<T>) => question() };
  const keys = tunnelKeys(tunnelResources("sample", "test", "eu-central-1"), clients);
  return { keys, surroundings, requests, calls, said };
}

const accepts = () => "tierra-vpn-appliance: the tunnel accepts versions old new";
const uses = () => "tierra-vpn-appliance: the tunnel uses version new";
const refuses = () => "tierra-vpn-appliance: the site refuses version new; the tunnel keeps version old";

describe("vpn:rotate start", () => {
  it("writes a pending version, never in an argument, and waits until the appliance accepts both", async () => {
    const labels: Labels = { old: ["AWSCURRENT"] };
    const it = world(labels, accepts);
    await start(it.keys, '{"psk":"secret"}', it.surroundings);
    expect(labels).toEqual({ old: ["AWSCURRENT"], new: ["AWSPENDING"] });
    expect(it.calls.join()).not.toContain("psk");
    expect(it.requests).toContainEqual({
      SecretId: "sample-test-local-zone-tunnel",
      SecretString: '{"psk":"secret"}',
      VersionStages: ["AWSPENDING"],
    });
    expect(it.said.at(-1)).toContain("add the new key to the VPN router");
  });

  it("makes the first version of a secret current", async () => {
    const labels: Labels = {};
    const it = world(labels);
    await start(it.keys, "{}", it.surroundings);
    expect(labels).toEqual({ new: ["AWSCURRENT"] });
  });

  it("refuses a second rotation", async () => {
    const it = world({ old: ["AWSCURRENT"], other: ["AWSPENDING"] });
    await expect(start(it.keys, "{}", it.surroundings)).rejects.toThrow(
      "AWSPENDING must be on no version, got other; run finish or cancel first",
    );
    expect(it.requests).toHaveLength(1);
  });

  it("fails when the appliance does not confirm", async () => {
    const it = world({ old: ["AWSCURRENT"] });
    await expect(start(it.keys, "{}", it.surroundings)).rejects.toThrow(
      'the appliance\'s log must contain "accepts versions old new" within 240 s, got no such line',
    );
  });
});

describe("vpn:rotate finish", () => {
  it("makes the pending version current after the appliance uses it", async () => {
    const labels: Labels = { old: ["AWSCURRENT"], new: ["AWSPENDING"] };
    const it = world(labels, uses);
    await finish(it.keys, it.surroundings);
    expect(labels).toEqual({ old: [], new: ["AWSCURRENT"] });
  });

  it.each([
    ["refuses it", refuses, "the VPN router must accept version new, got a refusal; the tunnel still uses version old"],
    ["says nothing", () => undefined, 'must contain "the tunnel uses version new" within 240 s'],
  ])("keeps the current version when the appliance %s", async (_, line, message) => {
    const labels: Labels = { old: ["AWSCURRENT"], new: ["AWSPENDING"] };
    const it = world(labels, line);
    await expect(finish(it.keys, it.surroundings)).rejects.toThrow(message);
    expect(labels).toEqual({ old: ["AWSCURRENT"], new: ["AWSPENDING"] });
  });

  it("continues after an interruption, whose label is still there", async () => {
    const labels: Labels = { old: ["AWSCURRENT"], new: ["AWSPENDING", "TIERRA_SWITCH"] };
    const it = world(labels, uses);
    await finish(it.keys, it.surroundings);
    expect(labels).toEqual({ old: [], new: ["AWSCURRENT"] });
  });

  it("refuses to finish what has not started", async () => {
    const it = world({ old: ["AWSCURRENT"] });
    await expect(finish(it.keys, it.surroundings)).rejects.toThrow("AWSPENDING must be on a version, got none");
  });
});

describe("vpn:rotate cancel", () => {
  it("removes the labels of the pending version", async () => {
    const labels: Labels = { old: ["AWSCURRENT"], new: ["AWSPENDING", "TIERRA_SWITCH"] };
    const it = world(labels);
    await cancel(it.keys, it.surroundings);
    expect(labels).toEqual({ old: ["AWSCURRENT"], new: [] });
    await expect(cancel(it.keys, it.surroundings)).rejects.toThrow("there is nothing to cancel");
  });
});

describe("vpn:rotate", () => {
  it("finds the secret and the log group of the failover stack", () => {
    const { failover } = build();
    const { secret, logGroup } = tunnelResources("sample", "test", "eu-central-1");
    failover.one("aws_secretsmanager_secret", { name: secret });
    failover.one("aws_cloudwatch_log_group", { name: logGroup });
  });

  it.each([
    [["start"], "--environment must be given"],
    [["--environment", "prod"], "step must be one of start, finish, cancel, got none"],
    [["start", "finish", "--environment", "prod"], "step must be one of start, finish, cancel, got start, finish"],
    [["stop", "--environment", "prod"], 'step must be one of start, finish, cancel, got "stop"'],
    [
      ["finish", "--environment", "prod", "--secret-file", "x"],
      "--secret-file must only be given with start, got finish",
    ],
  ])("refuses %j", (args, message) => {
    expect(() => rotateOptions(args)).toThrow(message);
  });
});

describe("newSecret", () => {
  const folder = mkdtempSync(join(tmpdir(), "tierra-rotate-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (content: string) => {
    writeFileSync(join(folder, "secret.json"), content);
    return join(folder, "secret.json");
  };

  it("generates keys of 64 characters that differ", () => {
    const [one, other] = [0, 1].map(() => JSON.parse(newSecret("psk", undefined)).psk);
    expect(one).toMatch(/^[\w-]{64}$/);
    expect(other).not.toBe(one);
  });

  it("reads a certificate from a file", () => {
    const secret = { certificate: "C", private_key: "K", ca: "A" };
    expect(JSON.parse(newSecret("certificate", file(JSON.stringify(secret))))).toEqual(secret);
  });

  it.each<readonly [string, "psk" | "certificate", (() => string) | undefined, string]>([
    [
      "a certificate without a file",
      "certificate",
      undefined,
      "--secret-file must be given for a certificate, got none",
    ],
    ["a missing file", "psk", () => "/does/not/exist", "--secret-file must be a file that can be read"],
    ["a missing field", "certificate", () => file('{"certificate":"C"}'), "got none of private_key, ca"],
    ["a short key", "psk", () => file('{"psk":"short"}'), "must have at least 32 characters, got 5"],
    ["text", "psk", () => file("my secret"), "--secret-file must contain a JSON object, got something else"],
  ])("refuses %s in one line, without its content", (_, authentication, path, message) => {
    const attempt = (): string => newSecret(authentication, path?.());
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow("my secret");
  });
});
