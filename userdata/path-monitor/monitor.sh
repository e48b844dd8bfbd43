#!/usr/bin/env bash
# Monitors Direct Connect and the VPN from a host whose own routes never change, and switches the production subnet's route between
# them. The route table is the only state: this process may be killed and started again at any point.
set -uo pipefail

HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=userdata/lib.sh
. "$HERE/../lib.sh"
# shellcheck source=userdata/path-monitor/settings.sh
. "$HERE/settings.sh"
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

# The next rounds retry a failed call. Retries of the CLI would delay the current round.
export AWS_MAX_ATTEMPTS=1

# The last logged reason, and the last state of the route table.
SAID=""
KNOWN=""
STOPPING=""

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

# Accepts and logs the state of the route table, also after a change by another writer.
adopt() {
  [[ $ROUTES != "$KNOWN" ]] || return 0
  KNOWN=$ROUTES
  adopted "$NOW"
  case $ROUTES in
    direct-connect) say "the route table shows Direct Connect" ;;
    vpn) say "the route table shows the VPN" ;;
    partial) say "the route table shows an unfinished switch" ;;
    foreign) say "the route table shows a static route of another owner" ;;
  esac
}

look() {
  if read_routes; then
    now_ms
    adopt
    return 0
  fi
  now_ms
  say "the route table could not be read: $API_ERROR"
  return 1
}

switch() {
  local wanted=$1
  API_ERROR=""
  if move "$wanted"; then
    now_ms
    switched "$NOW"
    KNOWN=$ROUTES
    case $wanted in
      vpn) say "Direct Connect failed. Switching to VPN" ;;
      direct-connect) say "Switching back to Direct Connect" ;;
    esac
    publish
  else
    now_ms
    failed "$NOW" "$RANDOM"
    # The write may be incomplete. The state is unknown until the next reading.
    ROUTES=unknown
    say "no switch to $wanted: $API_ERROR; next attempt in at least $(((RETRY_AT - NOW + 999) / 1000)) s"
  fi
}

act() {
  case $ACTION in
    read)
      look || failed "$NOW" "$RANDOM"
      ;;
    to-vpn) switch vpn ;;
    to-direct-connect) switch direct-connect ;;
    # No switch is needed: earlier failures no longer count.
    *) [[ -n $REASON ]] || answered ;;
  esac
}

# Logs once why a needed switch does not happen.
explain() {
  [[ $REASON != "$SAID" ]] || return 0
  SAID=$REASON
  case $REASON in
    both-down) say "both paths are down; the route stays" ;;
    held) say "an operator holds the monitor; the route stays" ;;
    hold-unknown) say "the hold is not known yet; the route stays" ;;
    foreign) say "a static route of another owner exists; the route stays" ;;
  esac
}

round() {
  local number=$1 started errors=$API_ERRORS
  now_ms
  started=$NOW
  probe
  [[ -z $STOPPING ]] || return 0
  if ((number % PATH_READ_EVERY == 0)); then
    refresh_hold
    # Others may have changed the route table. A failed reading keeps the last state.
    [[ $ROUTES == unknown ]] || look
  fi
  read_hold
  now_ms
  decide "$NOW" "$ROUTES" "$PRIMARY" "$VPN" "$HOLD"
  explain
  act
  now_ms
  measure $((NOW - started)) $((API_ERRORS - errors + HOLD_ERRORS))
  ((number % PATH_PUBLISH_EVERY == 0)) && publish
  notify WATCHDOG=1
  ROUND_LEFT=$((started + PATH_INTERVAL_MS - NOW))
}

# measure MILLISECONDS ERRORS: records the round's metrics. OnVpn is 1 or 0, and missing if the state is unknown.
measure() {
  local on_vpn=""
  case $ROUTES in
    vpn | partial) on_vpn=1 ;;
    direct-connect) on_vpn=0 ;;
  esac
  local direct_up=1 vpn_up=1 both=0 held=0 foreign=0
  [[ $PRIMARY != bad ]] || direct_up=0
  [[ $VPN != bad ]] || vpn_up=0
  ((direct_up + vpn_up > 0)) || both=1
  [[ $HOLD == free ]] || held=1
  [[ $ROUTES != foreign ]] || foreign=1
  record Heartbeat 1 OnVpn "$on_vpn" Loss "$LOSS" Rtt "$RTT" RoundDuration "$1" ApiErrors "$2" \
    DirectConnectUp "$direct_up" VpnUp "$vpn_up" BothDown "$both" Held "$held" Foreign "$foreign"
}

stop() {
  now_ms
  read_hold
  if [[ $PATH_ON_STOP == restore && $ROUTES != direct-connect && $HOLD == free ]]; then
    API_ERROR=""
    if move direct-connect; then say "stopped; Direct Connect restored"; else say "stopped; Direct Connect not restored: $API_ERROR"; fi
  else
    say "stopped; the route stays on $ROUTES"
  fi
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
