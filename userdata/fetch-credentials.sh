#!/usr/bin/env bash
# Reads the application's secret and writes the service's environment file, on tmpfs and for its owner alone.
# Runs before every start of the service and once a minute; a changed version restarts the service.
set -euo pipefail

HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=userdata/lib.sh
. "$HERE/lib.sh"

main() {
  load_host_env
  umask 077
  # Others may pass through the folder, so that the owner reaches its file; they may not list it.
  mkdir -p "$RUN_DIR"
  chmod 0711 "$RUN_DIR"

  # On tmpfs too: neither a variable that a trace could print nor a here-document that bash may put on a disk.
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

# The version is recorded last: a restart that failed is tried again a minute later.
# --no-block, because the service's own start waits for this script; try-restart, because a first start is not a change.
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
