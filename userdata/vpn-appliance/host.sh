# shellcheck shell=bash
# Packages, IP forwarding and SSM Agent. Other scripts source this file.

PACKAGES=(
  charon-systemd strongswan-swanctl # the IKE daemon and its configuration tool
  libcharon-extra-plugins           # ESP in user space, for kernels without ESP
  libstrongswan-standard-plugins    # AES-GCM
  nftables python3 awscli curl
  unattended-upgrades # security updates, because the appliance has a public address
)

install_packages() {
  add_missing "${PACKAGES[@]}"
}

# add_missing PACKAGE...: installs missing packages only. Later boots download nothing, because the tunnel must not wait for a mirror.
add_missing() {
  local package
  local -a missing=()
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  retry 3 bounded 300 apt-get update -qq
  add_packages "${missing[@]}"
}

# Waits for dpkg's lock, which unattended-upgrades holds on a new instance.
add_packages() {
  DEBIAN_FRONTEND=noninteractive retry 3 bounded 600 apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@"
}

# Traffic arrives and leaves through the same interface. ICMP redirects would make hosts bypass the tunnel, and a strict reverse
# path filter would drop packets from the tunnel.
enable_forwarding() {
  mkdir -p "$ROOT/etc/sysctl.d"
  cat >"$ROOT/etc/sysctl.d/90-tierra-vpn.conf" <<'CONF'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.rp_filter = 2
net.ipv4.conf.default.rp_filter = 2
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
net.ipv4.conf.all.accept_redirects = 0
net.ipv4.conf.default.accept_redirects = 0
CONF
  bounded 20 sysctl -q -p "$ROOT/etc/sysctl.d/90-tierra-vpn.conf"
}

# Forwards only between the VPC and the site. Hosts assume the VPC's MTU of 9001 bytes or Direct Connect's 1500. ESP in UDP needs up to
# 80 bytes of it, so the TCP segment size is limited: https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html
forward_only_the_tunnel() {
  local local_ranges=${TIERRA_LOCAL_RANGES//,/, } remote_ranges=${TIERRA_REMOTE_RANGES//,/, }
  cat >"$ROOT/etc/nftables.conf" <<CONF
#!/usr/sbin/nft -f
table inet tierra
delete table inet tierra
table inet tierra {
  chain forward {
    type filter hook forward priority filter; policy drop;
    tcp flags & (syn | rst) == syn tcp option maxseg size > $TIERRA_MSS tcp option maxseg size set $TIERRA_MSS
    ip saddr { $local_ranges } ip daddr { $remote_ranges } accept
    ip saddr { $remote_ranges } ip daddr { $local_ranges } accept
  }
}
CONF
  bounded 20 nft -f "$ROOT/etc/nftables.conf"
  bounded 30 systemctl enable nftables.service
}

# SSM Agent, the only access for operators. Debian has no package of it. It is downloaded from AWS's bucket over HTTPS:
# https://docs.aws.amazon.com/systems-manager/latest/userguide/agent-install-deb.html
install_session_agent() {
  [[ ! -e $ROOT/usr/bin/amazon-ssm-agent ]] || return 0
  local architecture package="$RUN_DIR/amazon-ssm-agent.deb" source status=0
  architecture=$(dpkg --print-architecture)
  source="https://s3.$TIERRA_REGION.amazonaws.com/amazon-ssm-$TIERRA_REGION/latest/debian_$architecture/amazon-ssm-agent.deb"
  retry 3 bounded 180 curl -fsS --max-time 150 -o "$package" "$source" && add_packages "$package" || status=$?
  rm -f "$package"
  return "$status"
}
