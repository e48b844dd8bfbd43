# shellcheck shell=bash
# shellcheck disable=SC2034 # the scripts that source this file use its variables
# The clocks and pauses. Other scripts source this file.

# Sets NOW to milliseconds since the boot, for every interval. A step of the wall clock does not change it. Starts no process.
now_ms() {
  local uptime
  read -r uptime _ </proc/uptime
  NOW=$((10#${uptime/./} * 10))
}

# Sets WALL to milliseconds since the epoch, for the time stamps of log lines and metrics only.
wall_ms() {
  local micros=${EPOCHREALTIME/[.,]/}
  WALL=$((micros / 1000))
}

# seconds MILLISECONDS: sets SECONDS_TEXT to seconds with a fraction, as ping and sleep expect.
seconds() {
  printf -v SECONDS_TEXT '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

# pause MILLISECONDS: a signal ends it early, because bash runs traps during `wait`, but not during a command.
pause() {
  seconds "$1"
  sleep "$SECONDS_TEXT" 9>&- &
  wait $!
}
