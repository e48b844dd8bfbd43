# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is used by those that source this file
# Time: what it is, and waiting. Sourced, never run.

# Milliseconds, without a process.
now_ms() {
  local micros=${EPOCHREALTIME/[.,]/}
  NOW=$((micros / 1000))
}

# Seconds with a fraction, as ping and sleep read them.
seconds() {
  printf -v SECONDS_TEXT '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

# Ends early when a signal comes: bash runs a trap during `wait`, but not during a command.
pause() {
  seconds "$1"
  sleep "$SECONDS_TEXT" 9>&- &
  wait $!
}
