# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by those that source this file
# What the path monitor decides, without a clock, a network or a file: facts come in as arguments and as the variables below,
# answers go out in variables, so that a round costs no process. Sourced, never run.
#
# Settings: PATH_DOWN PATH_UP PATH_DWELL_MS PATH_MAX_LOSS PATH_RETURN_LOSS PATH_MAX_RTT_MS PATH_BACKOFF_MS PATH_BACKOFF_CAP_MS

# Consecutive rounds on which Direct Connect was bad, and good; since when the active path is the active one (milliseconds).
BAD=0 GOOD=0 SINCE=0
# After a call that failed: how many in a row, and the time before which nothing is tried again.
FAILURES=0 RETRY_AT=0

# judge_target LOSS RTT: what one target's answers say of its path. RTT in milliseconds, empty where nothing came back.
#   bad: worse than the path may be    good: sound enough to come back to    poor: neither, so that a path that loses some
#   packets is not left for them and not returned to either
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

# judge_round QUORUM VERDICT...: a path is what its quorum says; one dead router on premises is not a dead path.
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

# judge_pair INTERFACE CIDR <<<ROUTES: what a route table says of one range. ROUTES holds lines of "CIDR INTERFACE STATE ORIGIN",
# `None` where EC2 has nothing to say. A propagated route beside a static one loses, whatever its state.
#   direct-connect: no static route    vpn: ours, active    broken: ours, but EC2 calls it a blackhole
#   foreign: a static route that leads elsewhere, which somebody else made for a reason we do not know
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

# judge_pairs PAIR...: what all ranges together amount to. `partial`: a switch that somebody began and nobody finished.
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

# decide NOW ROUTES PRIMARY VPN HOLD: one round. ROUTES as above, or `unknown` while the table could not be read; PRIMARY (the
# probe pinned to Direct Connect) and VPN are `good`, `poor` or `bad`; HOLD is `free`, `held` or `unknown`, which holds as well.
# Sets ACTION (stay, to-vpn, to-direct-connect, read) and REASON (why it stays although it would rather not, or why it goes).
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

# Sets `want` of decide: empty for no change.
want_path() {
  local now=$1 routes=$2 primary=$3 vpn=$4
  want=""
  case $routes in
    # The truth is in the table: nothing is done to one that could not be read.
    unknown) want="read" ;;
    foreign) REASON=foreign ;;
    direct-connect)
      ((BAD >= PATH_DOWN)) || return 0
      if [[ $vpn != bad ]]; then want=to-vpn; else REASON=both-down; fi
      ;;
    vpn)
      if ((GOOD >= PATH_UP)) && { ((now - SINCE >= PATH_DWELL_MS)) || [[ $vpn == bad ]]; }; then
        # The dwell keeps a path that works from being left in haste; one that does not has no such claim.
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

# adopted NOW: the table was found to say what it says; counting and dwelling start here.
adopted() {
  SINCE=$1 BAD=0 GOOD=0
}

# switched NOW: a switch was read back. Nothing else may call this.
switched() {
  SINCE=$1 BAD=0 GOOD=0 FAILURES=0 RETRY_AT=0
}

# answered: nothing is owed to the API any more.
answered() {
  FAILURES=0 RETRY_AT=0
}

# failed NOW RANDOM: waits twice as long after every further failure, between half and all of it, so that several monitors of
# one account do not come back together. https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
failed() {
  local now=$1 random=$2 wait=$PATH_BACKOFF_MS step
  for ((step = 0; step < FAILURES && wait < PATH_BACKOFF_CAP_MS; step++)); do
    wait=$((wait * 2))
  done
  ((wait > PATH_BACKOFF_CAP_MS)) && wait=$PATH_BACKOFF_CAP_MS
  FAILURES=$((FAILURES + 1))
  RETRY_AT=$((now + wait / 2 + random % (wait / 2 + 1)))
}
