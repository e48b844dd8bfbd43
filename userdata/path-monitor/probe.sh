# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# Pings of both paths and their verdicts. Other scripts source this file.

# Pings every target of both paths at the same time, as plan_round has set. Sets PRIMARY, VPN (good, poor, bad), LOSS and RTT (means of Direct Connect).
probe() {
  local -a pids=() primary=() vpn=()
  local target gap wait limit
  seconds "$SPACING" && gap=$SECONDS_TEXT
  seconds "$PATH_PING_WAIT_MS" && wait=$SECONDS_TEXT
  # A ping that hangs counts as lost.
  seconds $((PINGS * SPACING + PATH_PING_WAIT_MS + 1000)) && limit=$SECONDS_TEXT
  for target in "${TARGETS[@]}" "${VPN_TARGETS[@]}"; do
    LC_ALL=C bounded "$limit" ping -n -q -c "$PINGS" -i "$gap" -W "$wait" "$target" \
      >"$WORK/ping.$target" 2>&1 9>&- &
    pids+=($!)
  done
  wait "${pids[@]}"
  local losses=0 rtts=0 answered=0
  for target in "${TARGETS[@]}"; do
    read_ping "$target"
    primary+=("$VERDICT")
    losses=$((losses + TARGET_LOSS))
    [[ -z $TARGET_RTT ]] || rtts=$((rtts + TARGET_RTT)) answered=$((answered + 1))
  done
  LOSS=$((losses / ${#TARGETS[@]})) RTT=""
  ((answered == 0)) || RTT=$((rtts / answered))
  for target in "${VPN_TARGETS[@]}"; do
    read_ping "$target"
    vpn+=("$VERDICT")
  done
  judge_round "$PATH_QUORUM" "${primary[@]}" && PRIMARY=$VERDICT
  judge_round 1 "${vpn[@]}" && VPN=$VERDICT
}

# Output that cannot be parsed counts as lost, e.g. without a route or a permission.
read_ping() {
  local text=""
  # Reads the whole file, because it contains no null character. `read` then returns a failure at its end.
  IFS= read -r -d '' text <"$WORK/ping.$1" || true
  TARGET_LOSS=100 TARGET_RTT=""
  if [[ $text =~ ([0-9]+)\ packets\ transmitted,\ ([0-9]+)\ received ]] && ((BASH_REMATCH[1] > 0)); then
    TARGET_LOSS=$(((BASH_REMATCH[1] - BASH_REMATCH[2]) * 100 / BASH_REMATCH[1]))
    ((TARGET_LOSS >= 0)) || TARGET_LOSS=0
  fi
  [[ $text =~ =\ [0-9.]+/([0-9]+) ]] && TARGET_RTT=${BASH_REMATCH[1]}
  judge_target "$TARGET_LOSS" "$TARGET_RTT"
}
