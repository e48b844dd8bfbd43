#!/usr/bin/env bash
# Reads the application's secret and writes the environment file of the service, on tmpfs and readable by its owner only.
# Runs before every start of the service and once a minute. A new version of the secret restarts the service.
set -euo pipefail

HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=userdata/lib.sh
. "$HERE/lib.sh"

main() {
  load_host_env
  require_settings SECRET_ARN
  umask 077
  # Every user may enter the folder, so that the owner reaches its file, but only root may list it.
  mkdir -p "$RUN_DIR"
  chmod 0711 "$RUN_DIR"

  # On tmpfs too. A trace could print a variable, and bash could write a here-document to a disk.
  WORK=$(mktemp -d "$RUN_DIR/.fetch.XXXXXX")
  trap 'rm -rf "$WORK"' EXIT

  retry 3 bounded 45 aws secretsmanager get-secret-value --secret-id "$TIERRA_SECRET_ARN" \
    --version-stage AWSCURRENT --output json >"$WORK/answer" || fail "the secret could not be read: $TIERRA_SECRET_ARN"
  python3 "$HERE/credentials.py" "$WORK/answer" "$WORK/app.env" "$WORK/version"

  chown "$SERVICE_USER:" "$WORK/app.env"
  chmod 0600 "$WORK/app.env"
  mv -f "$WORK/app.env" "$RUN_DIR/app.env"
  restart_when_changed
}

# The version is recorded last, so that a failed restart is repeated a minute later.
# --no-block, because the start of the service waits for this script. try-restart, because a first start is not a change.
restart_when_changed() {
  local known=""
  [[ -e $RUN_DIR/version ]] && known=$(<"$RUN_DIR/version")
  if [[ -n $known && $known != "$(<"$WORK/version")" ]]; then
    log "the secret changed to version $(<"$WORK/version"): restarting the service"
    bounded 30 systemctl --no-block try-restart tierra-app.service
  fi
  mv -f "$WORK/version" "$RUN_DIR/version"
}

main "$@"
