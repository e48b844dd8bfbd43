#!/usr/bin/env bash
# Replaces terraform in tests of the bootstrap. It stores "AWS", the state in the bucket and the local state as files in
# $FAKE_WORLD, records every call, and stops at the call in $FAKE_WORLD/stop.
set -euo pipefail

world=$FAKE_WORLD
step=$1
if [ "$step" = init ]; then
  step=init-s3
  if [ -e backend_override.tf.json ]; then step=init-local; fi
  case " $* " in *" -migrate-state "*) step=migrate ;; esac
fi

say_error() { printf 'Error: %s\n' "$1" >&2; exit 1; }

# The state after a kill at this moment: the step is done or not, and no process continues.
stop_if_asked() {
  if [ "$(cat "$world/stop" 2>/dev/null)" = "$step $1" ]; then
    rm "$world/stop"
    if [ -e "$world/kill-caller" ]; then kill -9 "$PPID"; fi
    exit 137
  fi
}

# The state file of the backend of the last init.
state() { cat .terraform/backend; }

local_path() { sed -n 's/.*"path": "\(.*\)".*/\1/p' backend_override.tf.json; }

if [ "$step" != version ]; then printf '%s\n' "$step" >>"$world/steps"; fi
printf '%s\n' "$*" >>"$world/calls"
if [ -e "$world/fail-$step" ]; then cat "$world/fail-$step" >&2; exit 1; fi
stop_if_asked before

case $step in
  version)
    printf '{"terraform_version":"%s"}\n' "${FAKE_VERSION:-1.11.4}"
    ;;
  init-local)
    mkdir -p .terraform
    local_path >.terraform/backend
    ;;
  init-s3)
    [ -e "$world/bucket" ] || say_error 'S3 bucket "project-x-dev-state-123456789012" does not exist.'
    mkdir -p .terraform
    printf '%s\n' "$world/remote.tfstate" >.terraform/backend
    ;;
  migrate)
    [ ! -e backend_override.tf.json ] || say_error "the override is still there"
    [ -e "$world/bucket" ] || say_error 'S3 bucket "project-x-dev-state-123456789012" does not exist.'
    [ -s "$(state)" ] || say_error "there is no state to move"
    cp "$(state)" "$world/remote.tfstate"
    printf '%s\n' "$world/remote.tfstate" >.terraform/backend
    ;;
  state)
    [ -e "$(state)" ] || say_error "No state file was found!"
    cat "$(state)"
    ;;
  apply)
    if [ -e "$world/bucket" ] && ! grep -qs aws_s3_bucket.state_1 "$(state)"; then
      say_error "creating S3 Bucket (project-x-dev-state-123456789012): BucketAlreadyOwnedByYou"
    fi
    touch "$world/bucket"
    # A kill after the response of AWS and before the write of the state.
    step=create
    stop_if_asked after
    step=apply
    printf 'aws_s3_bucket.state_1\naws_kms_alias.key_1\n' >"$(state)"
    printf 'aws_s3_bucket.state_1: Creation complete after 1s [id=project-x-dev-state-123456789012]\n'
    printf 'Apply complete! Resources: 2 added, 0 changed, 0 destroyed.\n'
    ;;
  import)
    address=${*: -2:1}
    [ "$address" = aws_s3_bucket.state_1 ] || say_error "Cannot import non-existent remote object"
    printf '%s\n' "$address" >>"$(state)"
    ;;
  plan)
    [ -s "$(state)" ] || exit 2
    [ ! -e "$world/drift" ] || { printf 'Plan: 0 to add, 1 to change, 0 to destroy.\n'; exit 2; }
    ;;
esac
stop_if_asked after
