# shellcheck shell=bash
# The keys of the tunnel, and their rotation without an interruption. Other scripts source this file.
#
# Labels of the secret's versions order the rotation, and `npm run vpn:rotate` sets them. keys.py explains the labels.

# Seconds for the site to accept a new key.
SWITCH_ATTEMPTS=${TIERRA_SWITCH_ATTEMPTS:-30}

secret() {
  bounded 45 aws secretsmanager "$1" --secret-id "$TIERRA_SECRET_ARN" --output "$2" --query "${@:3}"
}

# read_labels FILE: writes the labels of all versions to the file.
read_labels() {
  secret describe-secret json VersionIdsToStages >"$1"
}

# Writes the chosen versions to files on tmpfs. A secret is never in an argument, a variable or on a disk. A subshell limits the umask
# to these files.
fetch_keys() (
  umask 077
  mkdir -p "$RUN_DIR"
  chmod 0700 "$RUN_DIR"
  retry 5 read_labels "$RUN_DIR/labels" || fail "the secret could not be read: $TIERRA_SECRET_ARN"
  local failed="" chosen used other
  # Without the label, the next order to switch starts anew.
  grep -q TIERRA_SWITCH "$RUN_DIR/labels" || rm -f "$RUN_DIR/failed"
  [[ ! -e $RUN_DIR/failed ]] || failed=$(<"$RUN_DIR/failed")
  chosen=$(python3 "$HERE/vpn-appliance/keys.py" choose "$failed" <"$RUN_DIR/labels") || fail "the secret is not usable"
  read -r used other <<<"$chosen"
  retry 5 secret get-secret-value text SecretString --version-id "$used" >"$RUN_DIR/secret-used" ||
    fail "the secret could not be read: $TIERRA_SECRET_ARN"
  if [[ $other != - ]]; then
    # Without it, the version in use still works.
    secret get-secret-value text SecretString --version-id "$other" >"$RUN_DIR/secret-other" || rm -f "$RUN_DIR/secret-other"
  fi
  python3 "$HERE/vpn-appliance/keys.py" write "$RUN_DIR" "$TIERRA_AUTHENTICATION" "$TIERRA_LOCAL_ID" "$TIERRA_REMOTE_ID" ||
    fail "the secret is not usable"
  rm -f "$RUN_DIR/secret-used" "$RUN_DIR/secret-other"
  printf '%s' "$used" >"$RUN_DIR/used"
  printf '%s' "$used $other" >"$RUN_DIR/accepted"
  if [[ $TIERRA_AUTHENTICATION == certificate ]]; then link_certificates; else unlink_certificates; fi
)

# swanctl loads certificates and private keys from these folders only.
link_certificates() {
  mkdir -p "$ROOT/etc/swanctl/private" "$ROOT/etc/swanctl/x509" "$ROOT/etc/swanctl/x509ca"
  ln -sfn "$RUN_DIR/private_key.pem" "$ROOT/etc/swanctl/private/tierra.pem"
  ln -sfn "$RUN_DIR/certificate.pem" "$ROOT/etc/swanctl/x509/tierra.pem"
  ln -sfn "$RUN_DIR/ca-used.pem" "$ROOT/etc/swanctl/x509ca/tierra-used.pem"
  ln -sfn "$RUN_DIR/ca-other.pem" "$ROOT/etc/swanctl/x509ca/tierra-other.pem"
}

unlink_certificates() {
  rm -f "$ROOT"/etc/swanctl/{private,x509,x509ca}/tierra*.pem
}

# Loads the keys only. Loading a changed connection would close its tunnel.
load_keys() {
  fetch_keys && bounded 30 swanctl --load-creds --clear --noprompt >/dev/null
}

# Follows changes of the labels. The tunnel changes its key only when the version in use changes.
follow_keys() {
  local before
  read_labels "$RUN_DIR/labels.new" 2>/dev/null || return 0
  ! cmp -s "$RUN_DIR/labels" "$RUN_DIR/labels.new" || return 0
  before=$(<"$RUN_DIR/used")
  load_keys || { log "the keys could not be loaded; next attempt in a minute"; rm -f "$RUN_DIR/labels"; return 0; }
  log "the tunnel accepts versions $(<"$RUN_DIR/accepted")"
  [[ $(<"$RUN_DIR/used") == "$before" ]] || reauthenticate "$(<"$RUN_DIR/used")" "$before"
}

# The number of the newest established tunnel.
tunnel_number() {
  { bounded 20 swanctl --list-sas --ike site 2>/dev/null || true; } |
    sed -n 's/^site: #\([0-9]*\), ESTABLISHED.*/\1/p' | sort -n | tail -n 1
}

# reauthenticate VERSION BEFORE: strongSwan creates a new tunnel before it deletes the old one (make_before_break). If the site
# refuses the new key, the old tunnel stays, and the old key is used again.
reauthenticate() {
  local version=$1 before=$2 old attempt new
  old=$(tunnel_number)
  bounded 20 swanctl --rekey --ike site --reauth >/dev/null 2>&1 || true
  for ((attempt = 0; attempt < SWITCH_ATTEMPTS; attempt++)); do
    new=$(tunnel_number)
    if [[ -n $new && $new != "$old" ]]; then
      rm -f "$RUN_DIR/failed"
      log "the tunnel uses version $version"
      return 0
    fi
    sleep 1
  done
  printf '%s' "$version" >"$RUN_DIR/failed"
  log "the site refuses version $version; the tunnel keeps version $before"
  load_keys || rm -f "$RUN_DIR/labels"
}
