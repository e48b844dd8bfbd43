import { handler } from "../../../lambdas/mysql-rotation/handler";

describe("mysql-rotation", () => {
  it.each(["createSecret", "setSecret", "testSecret", "finishSecret"] as const)(
    "fails at %s rather than pass for done",
    async (Step) => {
      await expect(handler({ SecretId: "arn:secret", ClientRequestToken: "1", Step })).rejects.toThrow(
        `rotation of arn:secret must not be relied on: step ${Step} is not implemented in this release`,
      );
    },
  );
});
