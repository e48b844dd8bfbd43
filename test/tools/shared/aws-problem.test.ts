import { awsProblem, describeAwsError } from "../../../tools/shared/aws-problem";
import { UsageError } from "../../../tools/shared/usage-error";

const ACCOUNT = "111111111111";

function problem(fields: Readonly<Record<string, unknown>>, message = "no") {
  return awsProblem(Object.assign(new Error(message), fields), ACCOUNT);
}

describe("awsProblem", () => {
  it.each([
    [
      { name: "CredentialsProviderError" },
      "AWS must accept the request, got CredentialsProviderError: no; sign in to account 111111111111 first",
    ],
    [
      { name: "ExpiredToken", $metadata: {} },
      "AWS must accept the request, got ExpiredToken: no; the credentials have expired; sign in to account 111111111111 again",
    ],
    [
      { name: "UnrecognizedClientException", $metadata: {} },
      "AWS must accept the request, got UnrecognizedClientException: no; the credentials are not valid; sign in to account 111111111111 again",
    ],
    [
      { name: "AccessDeniedException", $metadata: {} },
      "AWS must accept the request, got AccessDeniedException: no; use a role that allows this request",
    ],
    [
      { name: "ThrottlingException", $metadata: {} },
      "AWS must accept the request, got ThrottlingException: no; run the command again in a minute",
    ],
    [
      { name: "ResourceNotFoundException", $metadata: {} },
      "AWS must accept the request, got ResourceNotFoundException: no; deploy the stack of this resource first",
    ],
    [
      { name: "SyntaxError", $response: {} },
      "AWS must accept the request, got SyntaxError: no; check the permissions of your role",
    ],
    [{ name: "TimeoutError" }, "AWS must answer in time, got no; check the network"],
    [
      { code: "ECONNREFUSED", syscall: "connect", address: "127.0.0.1", port: 9 },
      'AWS must answer: connect "127.0.0.1:9" must succeed, got ECONNREFUSED: no program listens there; check the address, and that ' +
        "the server runs",
    ],
  ])("%j is one line with what to do, and exit code 2", (fields, message) => {
    expect(problem(fields)).toEqual(new UsageError(message, 2));
    expect(problem(fields)).toMatchObject({ exitCode: 2 });
  });

  it("puts a message of several lines on one", () => {
    expect(problem({ name: "Throttling", $metadata: {} }, "Rate\n  exceeded")).toMatchObject({
      message: expect.stringContaining("got Throttling: Rate exceeded; "),
    });
  });

  it.each([new TypeError("undefined is not a function"), new UsageError("--region must be given"), "text"])(
    "leaves bugs and problems of users as they are: %s",
    (error) => {
      expect(awsProblem(error, ACCOUNT)).toBe(error);
    },
  );
});

describe("describeAwsError", () => {
  it("gives the name and the message on one line", () => {
    expect(describeAwsError(Object.assign(new Error("a\n b"), { name: "Fault" }))).toBe("Fault: a b");
    expect(describeAwsError(new Error("\n"))).toBe("Error: no reason");
  });
});
