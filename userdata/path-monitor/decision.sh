# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The decisions of the path monitor. They use no clock, network or file: input is arguments and the variables below, output is
# variables, so that a round starts no process. Other scripts source this file.
#
# Words: a round is one set of pings to all targets. A switch is a change of the production route to the other path. The dwell is
# the minimum time on the VPN after a switch. A close round has more pings: it confirms a bad round, and watches while the VPN is used.
#
# Settings: PATH_PINGS PATH_PING_SPACING_MS PATH_CLOSE_PINGS PATH_CLOSE_SPACING_MS PATH_INTERVAL_MS
#   PATH_DOWN PATH_UP PATH_DWELL_MS PATH_BACKOFF_MS PATH_BACKOFF_CAP_MS

# Consecutive bad, usable (not bad) and good rounds of Direct Connect, and bad rounds of the VPN.
BAD=0 USABLE=0 GOOD=0 VPN_BAD=0
# Start of the time on the current path (milliseconds).
SINCE=0
# Consecutive failed calls, and the time of the next permitted attempt (milliseconds).
FAILURES=0 RETRY_AT=0

# plan_round ROUTES: sets PINGS, SPACING (milliseconds) and LENGTH (milliseconds from this round to the next). Three pings are enough to
# suspect a failure, but random loss would pass for one. A switch back needs more evidence than a switch away, see docs/local-zone.md.
plan_round() {
  PINGS=$PATH_PINGS SPACING=$PATH_PING_SPACING_MS LENGTH=$PATH_INTERVAL_MS
  case $1 in
    vpn | behind | partial) ;;
    *) ((BAD > 0)) || return 0 ;;
  esac
  PINGS=$PATH_CLOSE_PINGS SPACING=$PATH_CLOSE_SPACING_MS LENGTH=$((2 * PATH_INTERVAL_MS))
}

# decide NOW ROUTES PRIMARY VPN HOLD: the decision of one round. ROUTES as in table.sh, or `unknown` if the table could not be read.
# PRIMARY (the pings over Direct Connect) and VPN are `good`, `poor` or `bad`. HOLD is `free`, `held`, `unread` (it cannot be read and
# never was, which does not hold) or `unknown` (its first reading has not ended, which holds).
# Sets ACTION (stay, to-vpn, to-direct-connect, follow, read), REASON (why a needed change does not happen), URGENT (1: the next round
# starts at once, to confirm a failure) and DEAD_END (1: production is on a failed path, and the monitor cannot move it).
decide() {
  local now=$1 routes=$2 primary=$3 vpn=$4 hold=$5 want
  count_round "$primary" "$vpn"
  ACTION=stay REASON="" URGENT=0 DEAD_END=0
  want_path "$now" "$routes" "$primary" "$vpn"
  if [[ -n $want ]]; then
    if [[ $want != read && $hold != free && $hold != unread ]]; then
      REASON=held
      [[ $hold == held ]] || REASON="hold-unknown"
    elif ((now < RETRY_AT)); then
      REASON=backing-off
    else
      ACTION=$want
    fi
  fi
  look_ahead "$routes"
}

count_round() {
  case $1 in
    good) GOOD=$((GOOD + 1)) USABLE=$((USABLE + 1)) BAD=0 ;;
    poor) GOOD=0 USABLE=$((USABLE + 1)) BAD=0 ;;
    bad) GOOD=0 USABLE=0 BAD=$((BAD + 1)) ;;
  esac
  VPN_BAD=$((VPN_BAD + 1))
  [[ $2 == bad ]] || VPN_BAD=0
}

# Sets `want` of decide. Empty means no change. A usable path always has precedence over a failed one, in both directions.
want_path() {
  local now=$1 routes=$2 primary=$3 vpn=$4
  want=""
  case $routes in
    # The route table is the only state. Without reading it, the monitor changes nothing.
    unknown) want="read" ;;
    foreign) REASON=foreign ;;
    direct-connect)
      ((BAD >= PATH_DOWN)) || return 0
      if [[ $vpn != bad ]]; then want=to-vpn; else REASON=both-down; fi
      ;;
    vpn | behind)
      if ((GOOD >= PATH_UP && now - SINCE >= PATH_DWELL_MS)); then
        want=to-direct-connect
      elif ((VPN_BAD >= PATH_DOWN && USABLE >= PATH_DOWN)); then
        # The dwell and the good rounds prevent early switches away from a VPN that works. They do not apply to a VPN that is down.
        want=to-direct-connect
      elif [[ $vpn == bad ]]; then
        ((BAD < PATH_DOWN)) || REASON=both-down
      elif [[ $routes == behind ]]; then
        want=follow
      fi
      ;;
    partial)
      if [[ $vpn != bad ]]; then
        want=to-vpn
      elif [[ $primary != bad ]]; then
        want=to-direct-connect
      else
        REASON=both-down
      fi
      ;;
  esac
}

# Sets URGENT and DEAD_END of decide.
look_ahead() {
  # Consecutive rounds without a working path for production. An unfinished switch is such a state.
  local broken=$BAD
  case $1 in
    direct-connect) ((BAD == 0 || BAD >= PATH_DOWN)) || URGENT=1 ;;
    vpn)
      broken=$VPN_BAD
      ((VPN_BAD == 0 || USABLE == 0 || (VPN_BAD >= PATH_DOWN && USABLE >= PATH_DOWN))) || URGENT=1
      ;;
    behind) ((VPN_BAD < BAD)) || broken=$VPN_BAD ;;
    partial) broken=$PATH_DOWN ;;
  esac
  if ((broken >= PATH_DOWN)) && { [[ $ACTION == stay ]] || ((FAILURES > 0)); }; then
    DEAD_END=1
  fi
}

# adopted NOW: the route table showed another path. The good rounds and the dwell start again.
adopted() {
  SINCE=$1 GOOD=0
}

# switched NOW: the route table confirms a switch. Call it in no other case.
switched() {
  adopted "$1"
  answered
}

# answered: no failed call needs another attempt.
answered() {
  FAILURES=0 RETRY_AT=0
}

# failed NOW RANDOM: doubles the wait after each consecutive failure. The wait is random between half and all of it, so that several
# monitors of one account do not retry at the same time. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
failed() {
  local now=$1 random=$2 wait=$PATH_BACKOFF_MS step
  for ((step = 0; step < FAILURES && wait < PATH_BACKOFF_CAP_MS; step++)); do
    wait=$((wait * 2))
  done
  ((wait > PATH_BACKOFF_CAP_MS)) && wait=$PATH_BACKOFF_CAP_MS
  FAILURES=$((FAILURES + 1))
  RETRY_AT=$((now + wait / 2 + random % (wait / 2 + 1)))
}
