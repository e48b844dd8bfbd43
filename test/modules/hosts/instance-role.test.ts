import { TerraformOutput } from "cdktf";
import { InstanceRole } from "../../../modules/hosts/instance-role";
import { Template } from "../../helpers/template";

const template = Template.of((scope) => {
  const role = new InstanceRole(scope, "role", {
    name: "project-x-dev-flask",
    description: "Hosts",
    statements: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::bucket/key"] }],
  });
  new TerraformOutput(scope, "profile", { value: role.profileArn });
});

describe("InstanceRole", () => {
  it("can be assumed by EC2 only", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role").assume_role_policy);
    expect(Statement).toEqual([
      { Sid: "Assume", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });

  it("stands alone: required props only", () => {
    // Every prop is required, so that the template above has the required props only.
    template.one("aws_iam_role", { name: "project-x-dev-flask", description: "Hosts" });
    template.one("aws_iam_instance_profile", { name: "project-x-dev-flask" });
  });

  it("has the given permissions only", () => {
    const { Statement } = JSON.parse(template.one("aws_iam_role_policy").policy);
    expect(Statement).toEqual([
      { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/key" },
    ]);
    template.none("aws_iam_role_policy_attachment");
  });

  it("makes its profile depend on the permissions", () => {
    expect(template.output("profile")).toBe(template.ref("aws_iam_instance_profile", undefined, "arn"));
    template.one("aws_iam_instance_profile", { role: template.ref("aws_iam_role_policy", undefined, "role") });
  });
});
