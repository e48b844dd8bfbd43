# shellcheck shell=bash
# Sends the journal of this host to its log group. Other scripts source this file.

# Seconds between two batches.
JOURNAL_PAUSE=${TIERRA_JOURNAL_PAUSE:-20}

# Sends what the journal gained since the last batch. Never ends. A batch that CloudWatch Logs does not accept is sent again.
ship_journal() {
  [[ -n ${TIERRA_LOG_GROUP:-} ]] || return 0
  local cursor="$RUN_DIR/journal.cursor" complained=""
  while true; do
    if ship_batch "$cursor"; then
      complained=""
    elif [[ -z $complained ]]; then
      complained=yes
      log "the journal could not be sent to $TIERRA_LOG_GROUP; the next batches contain it"
    fi
    sleep "$JOURNAL_PAUSE"
  done
}

# ship_batch CURSOR: the cursor file moves only after CloudWatch Logs has accepted the lines.
ship_batch() {
  local cursor=$1
  rm -f "$cursor.next"
  [[ ! -e $cursor ]] || cp "$cursor" "$cursor.next"
  bounded 60 journalctl --quiet --boot --output=json --cursor-file="$cursor.next" >"$RUN_DIR/journal" || return 1
  python3 "$HERE/vpn-appliance/journal.py" <"$RUN_DIR/journal" >"$RUN_DIR/events.json" || return 1
  if [[ $(<"$RUN_DIR/events.json") != "[]" ]]; then
    send_lines || return 1
  fi
  [[ ! -e $cursor.next ]] || mv -f "$cursor.next" "$cursor"
}

send_lines() {
  local stream=(--log-group-name "$TIERRA_LOG_GROUP" --log-stream-name "${HOSTNAME:-appliance}")
  bounded 45 aws logs put-log-events "${stream[@]}" --log-events "file://$RUN_DIR/events.json" >/dev/null 2>&1 && return 0
  # The stream of a new host does not exist yet.
  bounded 45 aws logs create-log-stream "${stream[@]}" >/dev/null 2>&1 || return 1
  bounded 45 aws logs put-log-events "${stream[@]}" --log-events "file://$RUN_DIR/events.json" >/dev/null 2>&1
}
