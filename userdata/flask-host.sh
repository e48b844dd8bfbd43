#!/usr/bin/env bash
# Builds a Flask host on an Amazon Linux 2023 instance, once per launch. A second run changes nothing.
# If a step fails, the script abandons the launch, so that an incomplete host never enters service.
set -euo pipefail

# shellcheck source=userdata/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=userdata/application.sh
. "$(dirname "${BASH_SOURCE[0]}")/application.sh"

MOUNT_POINT="/srv/shared"
STEP="start"

PACKAGES=(
  amazon-cloudwatch-agent rsyslog logrotate # logs: rsyslog writes the journal to a file, which the agent reads
  amazon-efs-utils                          # EFS mount helper: TLS and IAM
  git tar python3 python3-pip
  gcc python3-devel pkgconf-pkg-config mariadb-connector-c-devel cairo-devel # NewsRead's dependencies are compiled
)

# Completes the launch lifecycle action. After a second run, or without a lifecycle hook, there is no action to complete.
complete_launch() {
  local result=$1 instance answer
  instance=$(instance_id) || {
    log "instance id unknown: the timeout of the lifecycle hook decides the launch"
    return 1
  }
  if answer=$(retry 3 bounded 60 aws autoscaling complete-lifecycle-action \
    --auto-scaling-group-name "$TIERRA_AUTO_SCALING_GROUP" --lifecycle-hook-name "$TIERRA_LIFECYCLE_HOOK" \
    --instance-id "$instance" --lifecycle-action-result "$result" 2>&1); then
    log "launch of $instance: $result"
  elif [[ $answer == *"No active Lifecycle Action"* ]]; then
    log "launch of $instance has no active lifecycle action: $result not sent"
  else
    log "launch of $instance: $result could not be sent: $answer"
    return 1
  fi
}

finish() {
  local status=$?
  trap - EXIT
  set +e
  if ((status == 0)); then
    complete_launch CONTINUE
    exit $?
  fi
  log "step \"$STEP\" failed with status $status: abandoning the launch"
  complete_launch ABANDON
  exit "$status"
}

step() {
  STEP=$1
  log "step: $STEP"
  shift
  "$@"
}

install_packages() {
  retry 3 bounded 600 dnf install -y --setopt=install_weak_deps=False "${PACKAGES[@]}"
}

# The agent of this image does not read the journal. rsyslog copies the journal to /var/log/messages and rotates that file.
ship_logs() {
  local config="$ROOT/etc/tierra/cloudwatch-agent.json"
  cat >"$config" <<JSON
{"logs": {"logs_collected": {"files": {"collect_list": [
  {"file_path": "/var/log/messages", "log_group_name": "$TIERRA_LOG_GROUP", "log_stream_name": "{instance_id}/messages"},
  {"file_path": "/var/log/cloud-init-output.log", "log_group_name": "$TIERRA_LOG_GROUP", "log_stream_name": "{instance_id}/cloud-init"}
]}}}}
JSON
  bounded 60 systemctl enable --now rsyslog.service
  bounded 120 amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c "file:$config"
}

# The ids are those that the access point enforces, so that the host shows the correct owner of each file.
create_user() {
  bounded 20 getent group "$SERVICE_USER" >/dev/null || bounded 20 groupadd --gid "$TIERRA_POSIX_GID" "$SERVICE_USER"
  bounded 20 getent passwd "$SERVICE_USER" >/dev/null || bounded 20 useradd --uid "$TIERRA_POSIX_UID" \
    --gid "$TIERRA_POSIX_GID" --no-create-home --home-dir /nonexistent --shell /sbin/nologin "$SERVICE_USER"
}

# nofail: a host that cannot mount after a reboot still starts, so that users can open a session on it.
# The application itself waits for the mount (RequiresMountsFor).
mount_shared() {
  local fstab="$ROOT/etc/fstab" options="_netdev,nofail,noresvport,tls,iam,accesspoint=$TIERRA_ACCESS_POINT_ID"
  local line="$TIERRA_FILE_SYSTEM_ID:/ $MOUNT_POINT efs $options 0 0"
  mkdir -p "$ROOT$MOUNT_POINT"
  if ! grep -qxF "$line" "$fstab"; then
    sed -i "\\#[[:space:]]${MOUNT_POINT}[[:space:]]#d" "$fstab"
    printf '%s\n' "$line" >>"$fstab"
  fi
  bounded 20 mountpoint -q "$ROOT$MOUNT_POINT" || retry 5 bounded 60 mount "$ROOT$MOUNT_POINT"
}

# Amazon Linux does not include the certificate authority of RDS. Clients read it from the [client] section.
# If the source contains rds-ca.pem, the host needs no route to the internet for it.
trust_database() {
  local bundle="/etc/pki/tierra/rds-ca.pem" own="$TIERRA_HOME/current/source/rds-ca.pem" from
  mkdir -p "$ROOT/etc/pki/tierra" "$ROOT/etc/my.cnf.d"
  if [[ -f $own ]]; then
    from="rds-ca.pem of the source"
    cp "$own" "$ROOT$bundle.new"
  else
    from="https://truststore.pki.rds.amazonaws.com/$TIERRA_REGION/$TIERRA_REGION-bundle.pem"
    retry 3 bounded 60 curl -fsS --max-time 30 -o "$ROOT$bundle.new" "$from"
  fi
  grep -q -- "-----BEGIN CERTIFICATE-----" "$ROOT$bundle.new" || fail "$from must hold certificates, got none"
  mv -f "$ROOT$bundle.new" "$ROOT$bundle"
  printf '[client]\nssl-ca=%s\nssl-verify-server-cert\n' "$bundle" >"$ROOT/etc/my.cnf.d/tierra-tls.cnf"
}

start_services() {
  bounded 60 systemctl daemon-reload
  bounded 180 systemctl enable --now tierra-app.service
  bounded 60 systemctl enable --now tierra-credentials.timer tierra-health.timer
}

wait_until_serving() {
  TIERRA_RETRY_DELAY=${TIERRA_RETRY_DELAY:-2} retry "${TIERRA_READY_ATTEMPTS:-60}" \
    bounded 10 curl -fsS --max-time 5 -o /dev/null "http://127.0.0.1:$TIERRA_PORT$TIERRA_HEALTH_CHECK_PATH"
}

main() {
  load_host_env
  # Without these two, the launch cannot be abandoned. The timeout of the lifecycle hook ends it.
  require_settings AUTO_SCALING_GROUP LIFECYCLE_HOOK
  trap finish EXIT
  trap 'exit 143' TERM INT
  require_settings LOG_GROUP POSIX_GID POSIX_UID ACCESS_POINT_ID FILE_SYSTEM_ID PORT HEALTH_CHECK_PATH
  step "install packages" install_packages
  step "ship logs" ship_logs
  step "create the service user" create_user
  step "mount the shared file system" mount_shared
  step "install the application" install_application
  step "trust the database's authority" trust_database
  step "start the services" start_services
  step "wait until the application serves" wait_until_serving
}

main "$@"
