"""A virtual HID device in a umockdev test bed, its device side bridged to this process's standard streams.

Run under `umockdev-wrapper`. Arguments: one JSON object with vendorId, productId, serialNumber, manufacturer, product,
descriptor (hexadecimal), inputReportBytes, outputReportBytes (what the host writes, its leading report id included).

Standard output, one JSON object a line:
  {"ready": true, "path": "/dev/hidraw0", "environment": {...}}  the variables that a host process needs
  {"report": HEX}      one output report that the host wrote
  {"done": NAME}       an order was carried out
Standard input, one JSON object a line:
  {"report": HEX}      one input report for the host
  {"order": "unplug"}  the device goes away; {"order": "plug"} it comes back
The process ends when its standard input closes.
"""

import fcntl
import json
import os
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
        self.watch = GLib.unix_fd_add_full(
            GLib.PRIORITY_DEFAULT, self.fd, GLib.IOCondition.IN, self.heard
        )

    def unplug(self):
        if self.fd is None:
            return
        GLib.source_remove(self.watch)
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
        rest = report
        while rest:
            try:
                rest = rest[os.write(self.fd, rest):]
            except BlockingIOError:
                select_writable(self.fd)


def select_writable(fd):
    import select

    select.select([], [fd], [], 1)


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
            say({"done": "plug"})
        elif message["order"] == "unplug":
            device.unplug()
            say({"done": "unplug"})
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
