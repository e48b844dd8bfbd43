#!/usr/bin/env bash
# The site's default gateway, on router 1, or on router 2 while router 1 is down.
set -euo pipefail
mount -t tmpfs tmpfs /run
priority=100
[[ $NODE == r2 ]] || priority=150
cat >/run/keepalived.conf <<CONF
global_defs {
  router_id $NODE
}
vrrp_instance site {
  state BACKUP
  interface lan
  virtual_router_id 51
  priority $priority
  advert_int 1
  virtual_ipaddress {
    192.168.1.1/24
  }
}
CONF
exec keepalived --dont-fork --log-console --vrrp --use-file=/run/keepalived.conf --pid=/run/k.pid --vrrp_pid=/run/v.pid
