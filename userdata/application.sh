# shellcheck shell=bash
# Installs one immutable version of the application in its own virtual environment. Sourced by flask-host.sh.

TIERRA_HOME="$ROOT/opt/tierra"

# Fetches exactly one commit. A branch could differ between two hosts.
fetch_git() {
  local target=$1
  export GIT_TERMINAL_PROMPT=0
  bounded 60 git init --quiet "$target"
  retry 3 bounded 180 git -C "$target" fetch --quiet --depth 1 --no-tags \
    "$TIERRA_SOURCE_GIT_URL" "$TIERRA_SOURCE_GIT_REF"
  bounded 60 git -C "$target" checkout --quiet --detach "$TIERRA_SOURCE_GIT_REF"
}

fetch_s3() {
  local target=$1 archive="$1.archive"
  retry 3 bounded 300 aws s3api get-object --bucket "$TIERRA_SOURCE_S3_BUCKET" --key "$TIERRA_SOURCE_S3_KEY" \
    --version-id="$TIERRA_SOURCE_S3_VERSION_ID" "$archive" >/dev/null
  mkdir -p "$target"
  case $TIERRA_SOURCE_S3_KEY in
    *.zip) bounded 120 python3 -m zipfile -e "$archive" "$target" ;;
    *) bounded 120 tar -xzf "$archive" -C "$target" --no-same-owner ;;
  esac
  rm -f "$archive"
}

# pip_install TIMES SECONDS VENV SOURCE WHAT...: if the source contains wheels/, pip uses no index and needs no internet.
pip_install() {
  local times=$1 seconds=$2 venv=$3 wheels="$4/wheels" how=(--no-cache-dir --no-input --quiet)
  shift 4
  [[ ! -d $wheels ]] || how+=(--no-index --find-links "$wheels")
  retry "$times" bounded "$seconds" "$venv/bin/pip" install "${how[@]}" "$@"
}

# The deep health check has its own driver, because the application may use another one.
install_checker() {
  local source=$1 venv="$TIERRA_HOME/venv"
  [[ -e $venv/.ready ]] && return 0
  rm -rf "$venv"
  bounded 120 python3 -m venv "$venv"
  pip_install 3 300 "$venv" "$source" PyMySQL==1.1.1
  touch "$venv/.ready"
}

# A release is built in its final folder, because a virtual environment cannot be moved. The file .ready marks a complete one.
install_application() {
  local version="${TIERRA_SOURCE_GIT_REF:-${TIERRA_SOURCE_S3_VERSION_ID:-}}" release
  [[ -n $version ]] || fail "source must name a git ref or an s3 version, got neither"
  # S3 versions are opaque text. One that is no safe folder name is replaced by its hash.
  [[ $version =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]] || version=$(printf '%s' "$version" | sha256sum | cut -c 1-64)
  release="$TIERRA_HOME/releases/$version"
  if [[ ! -e $release/.ready ]]; then
    rm -rf "$release"
    mkdir -p "$release"
    if [[ -n ${TIERRA_SOURCE_GIT_URL:-} ]]; then
      fetch_git "$release/source"
    else
      fetch_s3 "$release/source"
    fi
    [[ -f $release/source/run.py ]] || fail "source must have run.py at its top, got none"
    [[ -f $release/source/requirements.txt ]] || fail "source must have requirements.txt at its top, got none"
    bounded 120 python3 -m venv "$release/venv"
    pip_install 2 900 "$release/venv" "$release/source" -r "$release/source/requirements.txt"
    # gunicorn is added only if the application's requirements do not contain it.
    [[ -x $release/venv/bin/gunicorn ]] ||
      pip_install 2 300 "$release/venv" "$release/source" gunicorn==23.0.0
    touch "$release/.ready"
  fi
  install_checker "$release/source"
  ln -sfn "$release" "$TIERRA_HOME/current"
}
