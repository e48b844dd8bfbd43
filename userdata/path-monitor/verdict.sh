# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The verdict of one round on one path. Like decision.sh, it has no side effects. Other scripts source this file.
#
# Settings: PATH_MAX_LOSS PATH_RETURN_LOSS PATH_MAX_RTT_MS

# judge_target LOSS RTT: sets VERDICT for one target. LOSS in percent, RTT in milliseconds and empty without an answer.
#   bad: beyond the thresholds    good: good enough to switch back    poor: neither. A poor path is kept if it is in use, but the
#   monitor does not switch back to it while the VPN works.
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
