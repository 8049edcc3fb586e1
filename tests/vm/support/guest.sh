#!/bin/sh
# In the guest, as its only user, with the host's programs: udev, without which serial ports have no names and nobody tells
# of a device that comes, and then the program that tries the devices.
# Arguments: the project's Node, the project's folder.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
export XDG_CACHE_HOME=/run/cache NODE_COMPILE_CACHE=/run/cache/tram/compiled NO_COLOR=1
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add --subsystem-match=tty
udevadm settle

# On a busy host the kernel may count the processor's ticks wrongly; then it does not find the same number a second later.
dmesg | grep -q 'Refined TSC' || echo hpet > /sys/devices/system/clocksource/clocksource0/current_clocksource

cd "$2" || exit
"$1" tests/vm/guest/main.ts /mnt/report.jsonl
echo $? > /mnt/status
sync
echo o > /proc/sysrq-trigger
sleep 60
