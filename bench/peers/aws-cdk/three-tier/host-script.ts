/** Prepares a host: packages, the application's user, its folders, and two functions that its user data calls. */
export const HOST_SCRIPT: readonly string[] = [
  "set -euo pipefail",
  "dnf install -y amazon-efs-utils amazon-cloudwatch-agent python3.12 python3.12-pip",
  "groupadd --gid 1500 app",
  "useradd --uid 1500 --gid 1500 --no-create-home --shell /sbin/nologin app",
  "install -d -o app -g app -m 750 /srv/app /var/log/app",
  'mount-application() { echo "$1:/ /srv/app efs _netdev,tls,iam,accesspoint=$2 0 0" >>/etc/fstab; mount -a -t efs; }',
  "start-application() {",
  '  printf \'DATABASE_HOST=%s\\nSECRET_ARN=%s\\n\' "$1" "$2" >/etc/app.env',
  "  systemctl enable --now app.service",
  "}",
];
