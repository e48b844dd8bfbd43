# shellcheck shell=bash disable=SC2034,SC2154 # settings and results of the sourced file
# Runs rounds of 2 s through the monitor's decisions. Every switch succeeds at once.
# Each input line is LOSS[,LOSS...] VPN HOLD, with the loss in percent per target. Each output line is ACTION REASON ROUTES.
set -euo pipefail
PATH_PINGS=3 PATH_PING_SPACING_MS=200 PATH_CLOSE_PINGS=10 PATH_CLOSE_SPACING_MS=100 PATH_INTERVAL_MS=1000
PATH_DOWN=2 PATH_UP=10 PATH_DWELL_MS=30000 PATH_MAX_LOSS=60 PATH_RETURN_LOSS=0 PATH_MAX_RTT_MS=0
PATH_BACKOFF_MS=1000 PATH_BACKOFF_CAP_MS=30000
# shellcheck source=userdata/path-monitor/verdict.sh
. "$1/verdict.sh"
# shellcheck source=userdata/path-monitor/decision.sh
. "$1/decision.sh"
now=0 routes=${2:-direct-connect}
while read -r losses vpn hold; do
  now=$((now + 2000))
  verdicts=()
  IFS=, read -ra each <<<"$losses"
  for loss in "${each[@]}"; do
    judge_target "$loss" 20
    verdicts+=("$VERDICT")
  done
  judge_round $(((${#each[@]} + 1) / 2)) "${verdicts[@]}"
  decide "$now" "$routes" "$VERDICT" "$vpn" "$hold"
  case $ACTION in
    follow) routes=vpn ;;
    to-vpn) routes=vpn && switched "$now" ;;
    to-direct-connect) routes=direct-connect && switched "$now" ;;
  esac
  echo "$ACTION ${REASON:--} $routes"
done
