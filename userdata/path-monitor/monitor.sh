#!/usr/bin/env bash
# Monitors Direct Connect and the VPN from a host whose own routes never change, and switches the production subnet's route between
# them. The route table is the only state: this process may be killed and started again at any point.
set -uo pipefail

HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=userdata/lib.sh
. "$HERE/../lib.sh"
# shellcheck source=userdata/path-monitor/settings.sh
. "$HERE/settings.sh"
# shellcheck source=userdata/path-monitor/verdict.sh
. "$HERE/verdict.sh"
# shellcheck source=userdata/path-monitor/table.sh
. "$HERE/table.sh"
# shellcheck source=userdata/path-monitor/decision.sh
. "$HERE/decision.sh"
# shellcheck source=userdata/path-monitor/clock.sh
. "$HERE/clock.sh"
# shellcheck source=userdata/path-monitor/probe.sh
. "$HERE/probe.sh"
# shellcheck source=userdata/path-monitor/routes.sh
. "$HERE/routes.sh"
# shellcheck source=userdata/path-monitor/hold.sh
. "$HERE/hold.sh"
# shellcheck source=userdata/path-monitor/report.sh
. "$HERE/report.sh"
# shellcheck source=userdata/path-monitor/switch.sh
. "$HERE/switch.sh"

# The next rounds retry a failed call. Retries of the CLI would delay the current round.
export AWS_MAX_ATTEMPTS=1

STOPPING=""
# Time of the last reading of the hold and of the route table (milliseconds).
READ_AT=0

# Descriptor 9 holds the lock in this process and in its API calls that write. A new monitor waits for the last write of the old one,
# so a host never has two writers. The Auto Scaling group has one host.
take_lock() {
  mkdir -p "$RUN_DIR"
  exec 9>"$RUN_DIR/path-monitor.lock"
  flock -w "${TIERRA_LOCK_WAIT:-20}" 9 || fail "the lock must be free, got one held by another path monitor"
  # On tmpfs. A new monitor keeps nothing of the old one except the operator's hold.
  WORK="$RUN_DIR/path-monitor"
  KEPT_HOLD="$RUN_DIR/path-monitor.hold"
  rm -rf "$WORK"
  mkdir -p "$WORK"
}

round() {
  local number=$1 started errors=$API_ERRORS
  now_ms
  started=$NOW READ_FRESH=0
  plan_round "$ROUTES"
  prepare_read
  probe
  if [[ -n $READER ]]; then
    end_read
    heard $? || { [[ $ROUTES != unknown ]] || failed "$NOW" "$RANDOM"; }
  fi
  [[ -z $STOPPING ]] || return 0
  read_hold
  now_ms
  decide "$NOW" "$ROUTES" "$PRIMARY" "$VPN" "$HOLD"
  explain
  act
  now_ms
  measure $((NOW - started)) $((API_ERRORS - errors + HOLD_ERRORS))
  ((number % PATH_PUBLISH_EVERY == 0)) && publish
  notify WATCHDOG=1
  ROUND_LEFT=$((URGENT == 1 ? 0 : started + LENGTH - NOW))
}

# Starts the readings that are due. Others may change the route table at any time: it is read in every round while Direct Connect is
# bad, and every READ_EVERY intervals otherwise. A failed reading keeps the last state.
prepare_read() {
  if ((NOW - READ_AT >= PATH_READ_EVERY * PATH_INTERVAL_MS)); then
    READ_AT=$NOW
    refresh_hold
  elif ((BAD == 0)) && [[ $ROUTES != unknown ]]; then
    return 0
  fi
  ((NOW < RETRY_AT)) || begin_read
}

# measure MILLISECONDS ERRORS: records the round's metrics. OnVpn is 1 or 0, and missing if the state is unknown.
measure() {
  local on_vpn=""
  case $ROUTES in
    vpn | behind | partial) on_vpn=1 ;;
    direct-connect) on_vpn=0 ;;
  esac
  local direct_up=1 vpn_up=1 both=0 held=0 hold_unknown=0 foreign=0
  [[ $PRIMARY != bad ]] || direct_up=0
  [[ $VPN != bad ]] || vpn_up=0
  ((direct_up + vpn_up > 0)) || both=1
  case $HOLD in
    held) held=1 ;;
    unread | unknown) hold_unknown=1 ;;
  esac
  [[ $ROUTES != foreign ]] || foreign=1
  record Heartbeat 1 OnVpn "$on_vpn" Loss "$LOSS" Rtt "$RTT" RoundDuration "$1" ApiErrors "$2" \
    DirectConnectUp "$direct_up" VpnUp "$vpn_up" BothDown "$both" Held "$held" HoldUnknown "$hold_unknown" Foreign "$foreign" \
    DeadEnd "$DEAD_END"
}

stop() {
  leave
  # Waits for the running publisher, because there is one at a time, and then publishes the last lines.
  wait "$PUBLISHER" 2>/dev/null
  publish
  wait "$PUBLISHER" 2>/dev/null
  exit 0
}

main() {
  load_settings "${1:-$ROOT/etc/tierra/path-monitor.env}"
  take_lock
  trap 'STOPPING=yes' TERM INT
  now_ms
  say "probing ${TARGETS[*]} over Direct Connect and ${VPN_TARGETS[*]} over the VPN"
  READ_AT=$NOW
  refresh_hold
  look || failed "$NOW" "$RANDOM"
  notify --ready
  local number=0
  while [[ -z $STOPPING ]]; do
    number=$((number + 1))
    round "$number"
    [[ -n $STOPPING ]] || ((ROUND_LEFT <= 0)) || pause "$ROUND_LEFT"
  done
  stop
}

main "$@"
