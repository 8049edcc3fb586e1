#!/bin/sh
# The first program of the virtual machine. It makes the host's files readable to the guest, with a layer of memory over
# them that takes whatever is written, and hands over to the script on the desk, the folder that host and guest share.
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
while read -r module; do
  busybox insmod "/modules/$module" || echo "the module $module does not load"
done < /modules/order

share() { busybox mount -t 9p -o "trans=virtio,version=9p2000.L,msize=524288,$2" "$1" "$3"; }
share host ro,cache=loose /host || busybox poweroff -f
busybox mount -t tmpfs memory /memory
busybox mkdir /memory/upper /memory/work
busybox mount -t overlay -o lowerdir=/host,upperdir=/memory/upper,workdir=/memory/work root /root

for place in proc sys dev; do busybox mount --move "/$place" "/root/$place"; done
busybox mkdir -p /root/dev/pts /root/dev/shm /root/run /root/mnt
busybox mount -t devpts devpts /root/dev/pts
busybox mount -t tmpfs memory /root/dev/shm
busybox mount -t tmpfs memory /root/run
busybox mount -t configfs configfs /root/sys/kernel/config
share desk rw /root/mnt
if [ -b /root/dev/vda ]; then
  busybox mkdir -p /root/disk
  busybox mount -t ext4 /root/dev/vda /root/disk || busybox poweroff -f
fi
busybox ip link set lo up
exec busybox switch_root /root /bin/sh /mnt/start.sh < /dev/console > /dev/console 2>&1
