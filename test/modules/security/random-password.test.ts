import { RandomPassword } from "../../../modules/security/random-password";
import { Template } from "../../helpers/template";

function password(length?: number): Record<string, unknown> {
  const template = Template.of((scope) => {
    new RandomPassword(scope, "password", { length });
  });
  const [block] = Object.values(template.json.ephemeral.aws_secretsmanager_random_password);
  return block as Record<string, unknown>;
}

describe("RandomPassword", () => {
  it("stands alone: 32 characters with at least one of every kind", () => {
    expect(password()).toMatchObject({ password_length: 32, require_each_included_type: true });
  });

  it("excludes the characters that RDS refuses in a master password", () => {
    expect([...String(password().exclude_characters)].sort()).toEqual([" ", '"', "/", "@"]);
  });

  it("has the given length", () => {
    expect(password(64)).toMatchObject({ password_length: 64 });
  });

  it("fails when it is too short", () => {
    expect(() => password(7)).toThrow("length must be from 8 to 4096, got 7");
  });
});
