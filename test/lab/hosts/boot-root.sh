#!/usr/bin/env bash
# Starts systemd as the first process of a Debian root folder, in separate namespaces. It has only a loopback network, and sees no
# process, device, cgroup or log of the machine. Ends when systemd is killed.
# usage: unshare --pid --mount --uts --ipc --net --fork boot-root.sh ROOT NAME
set -euo pipefail

root=$1 name=$2

if [[ ${3:-} != inside ]]; then
  mount --make-rprivate /
  hierarchy=$(mktemp -d)
  mount -t cgroup2 cgroup2 "$hierarchy"
  mkdir -p "$hierarchy/$name"
  echo 0 >"$hierarchy/$name/cgroup.procs"
  umount "$hierarchy"
  rmdir "$hierarchy"
  # A second time, because a process sees only the control groups below the one in which the namespace was created.
  exec unshare --cgroup "$BASH" "$0" "$root" "$name" inside
fi

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"
done
mknod -m 666 "$root/dev/tty" c 5 0
mkdir "$root/dev/pts" "$root/dev/mqueue" "$root/dev/hugepages"
mkdir -m 1777 "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ip link set lo up
# Address of the metadata service on the namespace's loopback interface. The fake service listens on it.
ip address add 169.254.169.254/32 dev lo

cd "$root"
mkdir -p machine
pivot_root . machine
umount -l /machine
exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --log-target=journal --show-status=no
