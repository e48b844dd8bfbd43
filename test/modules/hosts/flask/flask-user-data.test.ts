import { gunzipSync } from "fflate";
import { USER_DATA_LIMIT_BYTES } from "../../../../modules/hosts/cloud-config";
import { type FlaskHostParameters, flaskUserData } from "../../../../modules/hosts/flask/flask-user-data";
import { shipped } from "../../../helpers/script";
import { untar } from "../../../helpers/tar";
import { PARAMETERS } from "../../../userdata/host";

describe("flaskUserData", () => {
  const document = flaskUserData(PARAMETERS);
  const cloudConfig = JSON.parse(document.slice("#cloud-config\n".length));
  const [environment, archive] = cloudConfig.write_files;

  it("is a cloud-init document, 1,500 bytes below EC2's limit", () => {
    expect(document.startsWith("#cloud-config\n{")).toBe(true);
    expect(Buffer.byteLength(document)).toBeLessThan(USER_DATA_LIMIT_BYTES - 1_500);
  });

  it("writes the parameters as plain text, without secrets", () => {
    expect(environment.path).toBe("/etc/tierra/host.env");
    expect(environment.content.split("\n")).toEqual(
      expect.arrayContaining([
        "TIERRA_PROJECT=project-x",
        `TIERRA_SECRET_ARN=${PARAMETERS.secretArn}`,
        "TIERRA_METRIC_NAMESPACE=project-x/test/flask",
        "TIERRA_PORT=5000",
        "TIERRA_HEALTH_CHECK_PATH=/",
      ]),
    );
    expect(environment.content).not.toContain("TIERRA_WORKERS");
  });

  it("has every file of userdata/, without the comments of scripts", () => {
    const files = untar(gunzipSync(Buffer.from(archive.content, "base64")));
    expect([...files.keys()]).toEqual(expect.arrayContaining(["opt/tierra/bin/flask-host.sh"]));
    for (const [path, { content, mode }] of files) {
      const name = path.startsWith("etc/systemd/system/")
        ? path.replace("etc/systemd/system/", "systemd/")
        : path.replace(/^opt\/tierra\/(bin|etc)\//, "");
      expect([path, content]).toEqual([path, shipped(name)]);
      expect(mode).toBe(/flask-host\.sh|fetch-credentials\.sh/.test(path) ? 0o755 : 0o644);
    }
  });

  it("starts tierra-host.service without waiting for it", () => {
    expect(cloudConfig.runcmd.at(-1)).toEqual(["systemctl", "start", "--no-block", "tierra-host.service"]);
  });

  it("is the same in every run", () => {
    expect(flaskUserData(PARAMETERS)).toBe(document);
  });

  it("supports a source in S3", () => {
    const source = { s3: { bucket: "releases", key: "app/news.zip", versionId: "v1.abc" } };
    const text = flaskUserData({ ...PARAMETERS, source });
    expect(text).toContain("TIERRA_SOURCE_S3_KEY=app/news.zip");
    expect(text).not.toContain("TIERRA_SOURCE_GIT");
  });

  describe("fails when", () => {
    const git = (url: string, ref = "a".repeat(40)) => ({ source: { git: { url, ref } } });
    const s3 = (key: string, versionId = "v1") => ({ source: { s3: { bucket: "releases", key, versionId } } });
    const cases: Array<[string, Partial<FlaskHostParameters>, string]> = [
      [
        "a value has a line break",
        { logGroupName: "a\nTIERRA_PORT=1" },
        "logGroupName must be 1 to 255 letters, digits or",
      ],
      ["a value has a quote", { autoScalingGroupName: 'a"b' }, "autoScalingGroupName must be 1 to 255"],
      [
        "the ref is a branch",
        git("https://example.com/a.git", "main"),
        "source.git.ref must be a full commit id of 40 hexa",
      ],
      ["the URL has a password", git("https://u:p@example.com/a.git"), "source.git.url must be an https:// address"],
      ["the version is null", s3("a.zip", "null"), "source.s3.versionId must be the version of an object, not null"],
      ["the object is not an archive", s3("a.txt"), "source.s3.key must be letters, digits"],
      ["the service would run as root", { posixUid: 0 }, "posixUid must be a whole number from 1 to 65533"],
      ["the port is privileged", { port: 80 }, "port must be a whole number from 1024 to 65535"],
      ["the secret is not an ARN", { secretArn: "app" }, 'secretArn must be the ARN of a secret, got "app"'],
      ["the namespace is AWS's", { metricNamespace: "AWS/EC2" }, "metricNamespace must be"],
    ];
    it.each(cases)("%s", (_name, changed, message) => {
      expect(() => flaskUserData({ ...PARAMETERS, ...changed })).toThrow(message);
    });
  });
});
