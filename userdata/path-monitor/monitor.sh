#!/usr/bin/env bash
# Watches Direct Connect and the VPN from a host whose own routes never change, and moves the production subnet's route between
# them. The truth is the route table, not this process: it may be killed at any point and started again.
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

# A call that fails is tried again by the next rounds; the CLI's own patience would hold the present one up.
export AWS_MAX_ATTEMPTS=1

# The last reason that was said, and the last state that a table was read to be in.
SAID=""
KNOWN=""
STOPPING=""

# The lock is open as descriptor 9 in this process and in calls of its that write: a successor waits for a predecessor's last
# write, so that there are never two writers on a host. There is one host: the group's size.
take_lock() {
  mkdir -p "$RUN_DIR"
  exec 9>"$RUN_DIR/path-monitor.lock"
  flock -w "${TIERRA_LOCK_WAIT:-20}" 9 || fail "the lock must be free, got another monitor at work"
  # On tmpfs, and its own: nothing of a predecessor's is believed, but an operator's hold.
  WORK="$RUN_DIR/path-monitor"
  KEPT_HOLD="$RUN_DIR/path-monitor.hold"
  rm -rf "$WORK"
  mkdir -p "$WORK"
}

# What is found is believed and said, whoever made it.
adopt() {
  [[ $ROUTES != "$KNOWN" ]] || return 0
  KNOWN=$ROUTES
  adopted "$NOW"
  case $ROUTES in
    direct-connect) say "found on Direct Connect" ;;
    vpn) say "found on VPN" ;;
    partial) say "found a switch half made" ;;
    foreign) say "found a static route that is not ours: not touched" ;;
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
    # Half a write may stand: nothing is known until the table is read again.
    ROUTES=unknown
    say "not switched to $wanted: $API_ERROR; again in $(((RETRY_AT - NOW + 999) / 1000)) s at the earliest"
  fi
}

act() {
  case $ACTION in
    read)
      look || failed "$NOW" "$RANDOM"
      ;;
    to-vpn) switch vpn ;;
    to-direct-connect) switch direct-connect ;;
    # Nothing is wanted: the trouble of the last attempt is over.
    *) [[ -n $REASON ]] || answered ;;
  esac
}

# Why nothing moves is said once, when it begins to be so.
explain() {
  [[ $REASON != "$SAID" ]] || return 0
  SAID=$REASON
  case $REASON in
    both-down) say "both paths are down: not moving" ;;
    held) say "held by hand: not moving" ;;
    hold-unknown) say "whether it is held is not known yet: not moving" ;;
    foreign) say "a static route that is not ours: not moving" ;;
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
    # What others did to the table meanwhile. A read that fails changes nothing: what is known stays known.
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

# measure MILLISECONDS ERRORS: the round's figures. OnVpn is 1, or 0, or nothing while nobody knows.
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
    if move direct-connect; then say "stopped; back on Direct Connect"; else say "stopped; not restored: $API_ERROR"; fi
  else
    say "stopped; the route stays on $ROUTES"
  fi
  # What is on its way first: two never publish at a time, and these last words are to arrive.
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
  say "watching ${TARGETS[*]} by Direct Connect and ${VPN_TARGETS[*]} by VPN"
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
