#!/usr/bin/env bash
# Prepares a Debian 12 instance for an image of the VPN appliance, so that the appliance's boot needs no mirror. Use it as user data,
# then create the image from the stopped instance. docs/local-zone-links.md has the commands.
set -euo pipefail

# The packages of vpn-appliance/host.sh, and FRR for a route server.
PACKAGES=(
  charon-systemd strongswan-swanctl libcharon-extra-plugins libstrongswan-standard-plugins
  nftables python3 awscli curl unattended-upgrades frr
)

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${PACKAGES[@]}"
# The appliance starts them with its own configuration.
systemctl disable --now strongswan.service frr.service

region=$(cloud-init query region)
agent="https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
curl -fsS --retry 3 --max-time 150 -o /tmp/amazon-ssm-agent.deb "$agent"
apt-get install -y -qq /tmp/amazon-ssm-agent.deb
systemctl stop amazon-ssm-agent.service
# Without this instance's identity, its logs and its package lists.
rm -rf /tmp/amazon-ssm-agent.deb /var/lib/amazon/ssm/* /var/lib/apt/lists/*
cloud-init clean --logs --machine-id
poweroff
