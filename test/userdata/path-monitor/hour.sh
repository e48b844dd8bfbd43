# shellcheck shell=bash disable=SC2034,SC2154 # settings and results of the sourced files
# Runs an hour of random loss through the monitor's decisions, with its default settings. The VPN works. Every switch succeeds at once.
# Each input line is one round: for each target ten digits, 1 for a lost ping. A round with fewer pings uses the first ones. Each output
# line is the time of a switch in seconds and its direction.
set -euo pipefail
PATH_PINGS=3 PATH_PING_SPACING_MS=200 PATH_CLOSE_PINGS=10 PATH_CLOSE_SPACING_MS=100 PATH_INTERVAL_MS=1000
PATH_DOWN=2 PATH_UP=10 PATH_DWELL_MS=30000 PATH_MAX_LOSS=60 PATH_RETURN_LOSS=0 PATH_MAX_RTT_MS=0
# shellcheck source=userdata/path-monitor/verdict.sh
. "$1/verdict.sh"
# shellcheck source=userdata/path-monitor/decision.sh
. "$1/decision.sh"
now=0 routes="direct-connect"
while read -ra targets; do
  ((now < 3600000)) || break
  plan_round "$routes"
  verdicts=()
  for pings in "${targets[@]}"; do
    pings=${pings:0:PINGS}
    lost=${pings//0/}
    judge_target $((${#lost} * 100 / PINGS)) 20
    verdicts+=("$VERDICT")
  done
  judge_round $(((${#targets[@]} + 1) / 2)) "${verdicts[@]}"
  decide "$now" "$routes" "$VERDICT" good free
  case $ACTION in
    to-vpn) routes=vpn && switched "$now" && echo "$((now / 1000)) to-vpn" ;;
    to-direct-connect) routes="direct-connect" && switched "$now" && echo "$((now / 1000)) to-direct-connect" ;;
  esac
  # A round that confirms a failure starts after the pings of the last one.
  ((URGENT == 1)) && LENGTH=$(((PINGS - 1) * SPACING + 500))
  now=$((now + LENGTH))
done
