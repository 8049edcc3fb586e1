"""A virtual HID device in a umockdev test bed, its device side bridged to this process's standard streams.

Run under `umockdev-wrapper`. Arguments: one JSON object with vendorId, productId, serialNumber, manufacturer, product,
descriptor (hexadecimal), inputReportBytes, outputReportBytes (what the host writes, its leading report id included).

Standard output, one JSON object a line:
  {"ready": true, "path": "/dev/hidraw0", "environment": {...}}  the variables that a host process needs
  {"report": HEX}      one output report that the host wrote
  {"done": NAME}       an order was carried out; with the "path" of its device file when it was plugged in
Standard input, one JSON object a line:
  {"report": HEX}      one input report for the host, or several that it finds in one piece
  {"order": "unplug"}  the device goes away; {"order": "plug"} it comes back
  {"order": "settle"}  done when the host has read every report
The process ends when its standard input closes.
"""

import collections
import fcntl
import json
import os
import select
import struct
import sys
import tempfile
import threading
import tty

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

USB_HUB = "/devices/pci0000:00/0000:00:14.0/usb1"
TIOCGPTN = 0x80045430
USB_BUS = 3

# A hidraw device hands over whole reports; the pseudo terminal in its place knows only bytes. It holds 4095 of them, and
# a host that reads late would get the last report in two parts, with reads of 2047 bytes instead of 2048 (node-hid's).
# With no more than this unread it is never full, one read takes it all, and what is read ends where a report ends.
MAXIMUM_UNREAD_BYTES = 32 * 64


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


class VirtualHid:
    def __init__(self, options):
        self.options = options
        self.testbed = UMockdev.Testbed.new()
        self.fd = None
        self.slave = None
        self.watch = None
        self.pending = b""
        self.waiting = collections.deque()
        self.unread = 0
        self.timer = None
        self.times_plugged = 0

    # As on a real bus, a device that comes back gets another place and another device file.

    def usb(self):
        return f"{USB_HUB}/1-{self.times_plugged}"

    def node(self):
        return f"hidraw{self.times_plugged - 1}"

    def description(self):
        o = self.options
        usb, node = self.usb(), self.node()
        interface = f"{usb}/1-{self.times_plugged}:1.0"
        hid = f"{interface}/0003:{o['vendorId']:04X}:{o['productId']:04X}.000{self.times_plugged}"
        return f"""P: {usb}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_device
A: idVendor={o['vendorId']:04x}\\n
A: idProduct={o['productId']:04x}\\n
A: bcdDevice=0100\\n
A: manufacturer={o['manufacturer']}\\n
A: product={o['product']}\\n
A: serial={o['serialNumber']}\\n

P: {interface}
E: SUBSYSTEM=usb
E: DEVTYPE=usb_interface
A: bInterfaceNumber=00\\n

P: {hid}
E: SUBSYSTEM=hid
E: HID_ID=0003:{o['vendorId']:08X}:{o['productId']:08X}
E: HID_NAME={o['manufacturer']} {o['product']}
E: HID_PHYS=usb-0000:00:14.0-{self.times_plugged}/input0
E: HID_UNIQ={o['serialNumber']}
H: report_descriptor={o['descriptor'].upper()}

P: {hid}/hidraw/{node}
N: {node}
E: SUBSYSTEM=hidraw
E: DEVNAME=/dev/{node}
L: device=../../../{os.path.basename(hid)}
A: dev=240:{self.times_plugged}\\n
"""

    def ioctls(self):
        o = self.options
        descriptor = bytes.fromhex(o["descriptor"])
        size = struct.pack("<I", len(descriptor))
        info = struct.pack("<IHH", USB_BUS, o["vendorId"], o["productId"])
        return (
            f"@DEV /dev/{self.node()}\n"
            f"HIDIOCGRDESCSIZE 0 {size.hex().upper()}\n"
            f"HIDIOCGRDESC 0 {(size + descriptor.ljust(4096, bytes(1))).hex().upper()}\n"
            f"HIDIOCGRAWINFO 0 {info.hex().upper()}\n"
        )

    def plug(self):
        if self.fd is not None:
            return
        self.times_plugged += 1
        self.testbed.add_from_string(self.description())
        with tempfile.NamedTemporaryFile("w", suffix=".ioctl") as recording:
            recording.write(self.ioctls())
            recording.flush()
            self.testbed.load_ioctl(f"/dev/{self.node()}", recording.name)
        self.fd = self.testbed.get_dev_fd(f"/dev/{self.node()}")
        tty.setraw(self.fd)
        # While nobody has the host's side open, a pseudo terminal answers reads with an error: one stays open here.
        number = struct.unpack("I", fcntl.ioctl(self.fd, TIOCGPTN, bytes(4)))[0]
        self.slave = os.open(f"/dev/pts/{number}", os.O_RDWR | os.O_NOCTTY)
        os.set_blocking(self.fd, False)
        self.pending = b""
        self.waiting.clear()
        self.unread = 0
        self.watch = GLib.unix_fd_add_full(
            GLib.PRIORITY_DEFAULT, self.fd, GLib.IOCondition.IN, self.heard
        )

    def unplug(self):
        if self.fd is None:
            return
        GLib.source_remove(self.watch)
        if self.timer is not None:
            GLib.source_remove(self.timer)
            self.timer = None
        os.close(self.slave)
        fd, self.fd, self.slave = self.fd, None, None
        self.testbed.remove_device("/sys" + self.usb())
        try:
            os.close(fd)
        except OSError:
            pass  # The test bed closed it itself.
        self.forget_files()

    def forget_files(self):
        """The test bed leaves the files of a removed device behind, and stumbles over them at the next one."""
        dev = os.path.join(self.testbed.get_root_dir(), "dev")
        ptymap = os.path.join(dev, ".ptymap")
        for path in (
            os.path.join(dev, self.node()),
            os.path.join(dev, ".node", self.node()),
            *(os.path.join(ptymap, name) for name in os.listdir(ptymap)),
        ):
            if os.path.lexists(path):
                os.unlink(path)

    def heard(self, fd, _condition):
        try:
            self.pending += os.read(fd, 65536)
        except BlockingIOError:
            return True
        size = self.options["outputReportBytes"]
        while len(self.pending) >= size:
            say({"report": self.pending[:size].hex()})
            self.pending = self.pending[size:]
        return True

    def send(self, report):
        if self.fd is None:
            return
        self.waiting.append(report)
        if self.timer is None:
            self.hand_over()

    def hand_over(self):
        """Writes what may be under way; comes back until nothing waits."""
        # Asking a terminal whether it can be read first moves what is still on its way to it: empty here means that
        # the host has read everything.
        if not select.select([self.slave], [], [], 0)[0]:
            self.unread = 0
        while self.waiting and self.unread + len(self.waiting[0]) <= MAXIMUM_UNREAD_BYTES:
            report = self.waiting.popleft()
            if os.write(self.fd, report) != len(report):
                raise RuntimeError("the pseudo terminal cut a report")
            self.unread += len(report)
        self.timer = GLib.timeout_add(1, self.hand_over) if self.waiting else None
        return GLib.SOURCE_REMOVE

    def settle(self):
        """Says so once the host has read everything; until then it is asked again."""
        if self.fd is not None:
            if self.waiting or select.select([self.slave], [], [], 0)[0]:
                return GLib.SOURCE_CONTINUE
        say({"done": "settle"})
        return GLib.SOURCE_REMOVE


def main():
    if "libumockdev-preload" not in os.environ.get("LD_PRELOAD", ""):
        sys.exit("run this under umockdev-wrapper")
    device = VirtualHid(json.loads(sys.argv[1]))
    device.plug()
    loop = GLib.MainLoop()

    def obey(line):
        message = json.loads(line)
        if "report" in message:
            device.send(bytes.fromhex(message["report"]))
        elif message["order"] == "plug":
            device.plug()
            say({"done": "plug", "path": f"/dev/{device.node()}"})
        elif message["order"] == "unplug":
            device.unplug()
            say({"done": "unplug"})
        elif message["order"] == "settle":
            GLib.timeout_add(1, device.settle)
        return False

    def listen():
        for line in sys.stdin:
            GLib.idle_add(obey, line)
        GLib.idle_add(loop.quit)

    threading.Thread(target=listen, daemon=True).start()
    say(
        {
            "ready": True,
            "path": f"/dev/{device.node()}",
            "environment": {
                "LD_PRELOAD": os.environ.get("LD_PRELOAD", ""),
                "UMOCKDEV_DIR": device.testbed.get_root_dir(),
            },
        }
    )
    loop.run()


main()
