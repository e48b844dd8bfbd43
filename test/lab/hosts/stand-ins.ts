/**
 * Fakes of the parts of Amazon Linux and AWS that the Debian system lacks. They record their calls in the journal, because
 * hardened units can write nowhere else. All other programs are real.
 */
const RECORD = '#!/bin/bash\nlogger -t "lab-$(basename "$0")" -- "$*"\n';

export const AMAZON_LINUX: Readonly<Record<string, string>> = {
  "/usr/local/bin/dnf": RECORD,
  "/usr/local/bin/amazon-cloudwatch-agent-ctl": RECORD,
  "/usr/local/bin/aws": `${RECORD}
case "$1 $2" in
  "secretsmanager get-secret-value") [[ ! -e /lab/secrets-manager-is-down ]] && cat /lab/secret.json ;;
esac
`,
  "/usr/local/bin/curl": `#!/bin/bash
if [[ "$*" == *truststore.pki.rds.amazonaws.com* ]]; then
  while [[ $1 != -o ]]; do shift; done
  exec cp /lab/ca.pem "$2"
fi
exec /usr/bin/curl "$@"
`,
  // No index of Python packages is reachable. Virtual environments use Debian's packages, and pip only records its arguments.
  "/usr/local/bin/python3": `#!/bin/bash
[[ "$1 $2" == "-m venv" ]] || exec /usr/bin/python3 "$@"
/usr/bin/python3 -m venv --without-pip --system-site-packages "$3"
printf '#!/bin/bash\\nlogger -t lab-pip -- "$*"\\n' >"$3/bin/pip"
printf '#!%s/bin/python\\nfrom gunicorn.app.wsgiapp import run\\nrun()\\n' "$3" >"$3/bin/gunicorn"
chmod +x "$3/bin/pip" "$3/bin/gunicorn"
`,
  // The mount helper. Its file system belongs to the user of the access point, as on EFS.
  "/usr/sbin/mount.efs": `${RECORD}exec mount -t tmpfs -o uid=1500,gid=1500,mode=750 tmpfs "$2"\n`,
};

/** A metadata service that requires session tokens, like IMDSv2. */
export const METADATA_SERVICE = `
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def answer(self, status, text=""):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())
    def do_PUT(self):
        self.answer(200 if self.headers["X-aws-ec2-metadata-token-ttl-seconds"] else 400, "session-token")
    def do_GET(self):
        known = self.headers["X-aws-ec2-metadata-token"] == "session-token"
        self.answer(200 if known else 401, "i-0123456789abcdef0" if known else "")
    def log_message(self, *args):
        pass

HTTPServer(("169.254.169.254", 80), Handler).serve_forever()
`;

/** cloud-init reads the user data from a folder, and processes it as on an instance. */
export const CLOUD_INIT: Readonly<Record<string, string>> = {
  "/etc/cloud/cloud.cfg": [
    "datasource_list: [NoCloud]",
    "network: {config: disabled}",
    "cloud_init_modules: [write-files]",
    "cloud_config_modules: [runcmd]",
    "cloud_final_modules: [scripts-user]",
    "system_info: {distro: debian}",
    "",
  ].join("\n"),
  "/var/lib/cloud/seed/nocloud/meta-data": "instance-id: i-0123456789abcdef0\n",
};
