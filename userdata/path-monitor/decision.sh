# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The decisions of the path monitor. They use no clock, network or file: input is arguments and the variables below, output is
# variables, so that a round starts no process. Other scripts source this file.
#
# Words: a round is one set of pings to all targets. A switch is a change of the production route to the other path. The dwell is
# the minimum time on the VPN after a switch. A pair is one route table and one CIDR block, for which the monitor keeps a route.
#
# Settings: PATH_DOWN PATH_UP PATH_DWELL_MS PATH_MAX_LOSS PATH_RETURN_LOSS PATH_MAX_RTT_MS PATH_BACKOFF_MS PATH_BACKOFF_CAP_MS

# Consecutive bad and good rounds of Direct Connect. SINCE: start of the time on the current path (milliseconds).
BAD=0 GOOD=0 SINCE=0
# Consecutive failed calls, and the time of the next permitted attempt (milliseconds).
FAILURES=0 RETRY_AT=0

# judge_target LOSS RTT: sets VERDICT for one target. LOSS in percent, RTT in milliseconds and empty without an answer.
#   bad: beyond the thresholds    good: good enough to switch back    poor: neither. A poor path is kept if it is in use, but the
#   monitor does not switch back to it.
judge_target() {
  local loss=$1 rtt=$2
  if ((loss > PATH_MAX_LOSS)) || { ((PATH_MAX_RTT_MS > 0)) && ((${rtt:-0} > PATH_MAX_RTT_MS)); }; then
    VERDICT=bad
  elif ((loss > PATH_RETURN_LOSS)); then
    VERDICT=poor
  else
    VERDICT=good
  fi
}

# judge_round QUORUM VERDICT...: sets VERDICT for a path from its targets. One failed router on premises is not a failed path.
judge_round() {
  local quorum=$1 verdict good=0 usable=0
  shift
  for verdict in "$@"; do
    [[ $verdict == good ]] && good=$((good + 1))
    [[ $verdict != bad ]] && usable=$((usable + 1))
  done
  VERDICT=bad
  ((usable >= quorum)) && VERDICT=poor
  ((good >= quorum)) && VERDICT=good
  return 0
}

# judge_pair INTERFACE CIDR <<<ROUTES: sets PAIR for one CIDR block of a route table. ROUTES has lines of "CIDR INTERFACE STATE
# ORIGIN", with `None` for a missing value. A static route takes precedence over a propagated one, whatever its state.
#   direct-connect: no static route    vpn: the monitor's route, active    broken: the monitor's route, in state blackhole
#   foreign: a static route to another target, which another owner created
judge_pair() {
  local ours=$1 range=$2 cidr interface state origin
  PAIR="direct-connect"
  while read -r cidr interface state origin; do
    [[ $cidr == "$range" && $origin == CreateRoute ]] || continue
    if [[ $interface != "$ours" ]]; then
      PAIR=foreign
    elif [[ $state == active ]]; then
      PAIR=vpn
    else
      PAIR=broken
    fi
  done
}

# judge_pairs PAIR...: sets ROUTES for all pairs together. `partial`: an unfinished switch.
judge_pairs() {
  local pair on_vpn=0 direct=0 foreign=0
  for pair in "$@"; do
    case $pair in
      vpn) on_vpn=$((on_vpn + 1)) ;;
      direct-connect) direct=$((direct + 1)) ;;
      foreign) foreign=$((foreign + 1)) ;;
    esac
  done
  if ((foreign > 0)); then
    ROUTES=foreign
  elif ((on_vpn == $#)); then
    ROUTES=vpn
  elif ((direct == $#)); then
    ROUTES="direct-connect"
  else
    ROUTES=partial
  fi
}

# decide NOW ROUTES PRIMARY VPN HOLD: the decision of one round. ROUTES as above, or `unknown` if the table could not be read.
# PRIMARY (the pings over Direct Connect) and VPN are `good`, `poor` or `bad`. HOLD is `free`, `held` or `unknown`, which also holds.
# Sets ACTION (stay, to-vpn, to-direct-connect, read) and REASON (why a needed switch does not happen).
decide() {
  local now=$1 routes=$2 primary=$3 vpn=$4 hold=$5 want
  case $primary in
    good) GOOD=$((GOOD + 1)) BAD=0 ;;
    bad) BAD=$((BAD + 1)) GOOD=0 ;;
    *) GOOD=0 BAD=0 ;;
  esac

  ACTION=stay REASON=""
  want_path "$now" "$routes" "$primary" "$vpn"
  [[ -n $want ]] || return 0
  if [[ $want != read && $hold != free ]]; then
    REASON=held
    [[ $hold == held ]] || REASON="hold-unknown"
  elif ((now < RETRY_AT)); then
    REASON=backing-off
  else
    ACTION=$want
  fi
}

# Sets `want` of decide. Empty means no change.
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
    vpn)
      if ((GOOD >= PATH_UP)) && { ((now - SINCE >= PATH_DWELL_MS)) || [[ $vpn == bad ]]; }; then
        # The dwell prevents early switches away from a VPN that works. It does not apply to a VPN that is down.
        want=to-direct-connect
      elif [[ $vpn == bad ]] && ((BAD >= PATH_DOWN)); then
        REASON=both-down
      fi
      ;;
    partial)
      REASON=partial
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

# adopted NOW: the route table showed a new state. The counters and the dwell start again.
adopted() {
  SINCE=$1 BAD=0 GOOD=0
}

# switched NOW: the route table confirms a switch. Call it in no other case.
switched() {
  SINCE=$1 BAD=0 GOOD=0 FAILURES=0 RETRY_AT=0
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
