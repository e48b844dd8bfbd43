import { paramsOfForm } from "../../../tools/emulator/protocol/params";
import { parseRequest } from "../../../tools/emulator/protocol/request";

const signed = (key: string, region: string, service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe("parseRequest", () => {
  it("reads service and region from the signature", () => {
    const request = parseRequest(
      "GET",
      "/2015-02-01/file-systems",
      signed("AKIA", "eu-west-1", "elasticfilesystem"),
      Buffer.from(""),
    );
    expect(request).toMatchObject({ service: "elasticfilesystem", region: "eu-west-1", protocol: "rest-json" });
  });

  it("uses an access key ID of 12 digits as the account", () => {
    expect(parseRequest("GET", "/", signed("111111111111", "eu-west-1", "rds"), Buffer.from("")).account).toBe(
      "111111111111",
    );
  });

  it.each(["AKIAIOSFODNN7EXAMPLE", "1234", "1111111111112"])(
    "takes the default account for the access key id %s",
    (key) => {
      expect(parseRequest("GET", "/", signed(key, "eu-west-1", "rds"), Buffer.from("")).account).toBe("123456789012");
    },
  );

  it("reads the credential of a presigned URL", () => {
    const credential = encodeURIComponent("222222222222/20260101/us-east-1/s3/aws4_request");
    const request = parseRequest("GET", `/bucket/key?X-Amz-Credential=${credential}`, {}, Buffer.from(""));
    expect(request).toMatchObject({ account: "222222222222", service: "s3", region: "us-east-1" });
  });

  it("leaves the service of an unsigned request undefined", () => {
    expect(parseRequest("GET", "/", {}, Buffer.from("")).service).toBeUndefined();
  });

  it("reads action and parameters of the query protocol", () => {
    const headers = {
      ...signed("AKIA", "eu-west-1", "rds"),
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    };
    const request = parseRequest(
      "POST",
      "/",
      headers,
      Buffer.from("Action=DescribeDBInstances&DBInstanceIdentifier=a%20b"),
    );
    expect(request).toMatchObject({ protocol: "query", action: "DescribeDBInstances" });
    expect(request.params.DBInstanceIdentifier).toBe("a b");
  });

  it("distinguishes EC2's protocol from the query protocol", () => {
    const headers = { ...signed("AKIA", "eu-west-1", "ec2"), "content-type": "application/x-www-form-urlencoded" };
    expect(parseRequest("POST", "/", headers, Buffer.from("Action=DescribeVpcs")).protocol).toBe("ec2");
  });

  it("reads action and parameters of the JSON protocol", () => {
    const headers = { ...signed("AKIA", "eu-west-1", "secretsmanager"), "x-amz-target": "secretsmanager.RotateSecret" };
    const request = parseRequest("POST", "/", headers, Buffer.from('{"SecretId":"a"}'));
    expect(request).toMatchObject({ protocol: "json", action: "RotateSecret", params: { SecretId: "a" } });
  });

  it("reads an invalid JSON body as no parameters", () => {
    const headers = { ...signed("AKIA", "eu-west-1", "secretsmanager"), "x-amz-target": "secretsmanager.RotateSecret" };
    expect(parseRequest("POST", "/", headers, Buffer.from("{")).params).toEqual({});
  });
});

describe("paramsOfForm", () => {
  it("converts numbered members to lists, in the order of their numbers", () => {
    const form = new URLSearchParams([
      ["Names.member.10", "j"],
      ["Names.member.2", "b"],
      ["Names.member.1", "a"],
    ]);
    expect(paramsOfForm(form)).toEqual({ Names: ["a", "b", "j"] });
  });

  it("retains the element name of RDS's lists", () => {
    const form = new URLSearchParams({ "Filters.Filter.1.Name": "x", "Filters.Filter.1.Values.Value.1": "y" });
    expect(paramsOfForm(form)).toEqual({ Filters: { Filter: [{ Name: "x", Values: { Value: ["y"] } }] } });
  });

  it("converts EC2's numbers without element names to lists", () => {
    const form = new URLSearchParams({ "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1" });
    expect(paramsOfForm(form)).toEqual({ IpPermissions: [{ PrefixListIds: [{ PrefixListId: "pl-1" }] }] });
  });
});
