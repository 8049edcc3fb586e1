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
play() {
	"$1" tests/vm/guest/main.ts /mnt/report.jsonl
	status=$?
}
play "$1"
# One boot in a few dozen ended by a segmentation fault that nobody could bring about again. One is told, with its place, and
# what was not played yet is played; two in one boot fail the run.
if [ $status -ge 128 ]; then
	{
		echo "the guest's program ended by signal $((status - 128))"
		dmesg | grep -E 'segfault|traps:' | tail -n 3
	} > /mnt/crash
	play "$1"
fi
echo $status > /mnt/status
sync
echo o > /proc/sysrq-trigger
sleep 60
