import { askAws } from "../../../tools/shared/ask-aws";
import { UsageError } from "../../../tools/shared/usage-error";

function failing(error: Error): Promise<unknown> {
  return askAws(async () => {
    throw error;
  });
}

describe("askAws", () => {
  it("returns the answer", async () => {
    expect(await askAws(async () => 1)).toBe(1);
  });

  it("reports an error of AWS on one line, with what to do", async () => {
    const error = Object.assign(new Error("The token\n  has expired"), { name: "ExpiredToken" });
    const rejected = failing(error);
    await expect(rejected).rejects.toThrow(UsageError);
    await expect(rejected).rejects.toThrow(
      /^AWS must answer, got ExpiredToken: The token has expired; sign in to the environment's account$/,
    );
  });

  it("does not change problems that the user can solve", async () => {
    await expect(failing(new UsageError("--region must be given"))).rejects.toThrow(/^--region must be given$/);
  });
});
