"""Scores prints with libfprint's minutiae detection and bozorth3 matcher, by its virtual image reader.

Arguments: a folder, then the names of fingers. The folder holds NAME-1.raw … NAME-6.raw for each finger, 256x288
gray pixels. The first five touches enrol the finger, the sixth is verified against every finger.
Prints `PAIR ENROLLED VERIFIED` for each pair, then the library's own debug lines with the bozorth3 scores against the
five enrolled touches (`score 302/40`; it stops at the first that reaches 40). Exit code 77: no libfprint.
"""

import os
import socket
import struct
import sys

WIDTH, HEIGHT = 256, 288
folder, names = sys.argv[1], sys.argv[2:]
address = os.path.join(folder, "reader.socket")
os.environ["FP_VIRTUAL_IMAGE"] = address
os.environ["G_MESSAGES_DEBUG"] = "all"

try:
    import gi

    gi.require_version("FPrint", "2.0")
    from gi.repository import FPrint
except (ImportError, ValueError):
    sys.exit(77)

context = FPrint.Context()
context.enumerate()
readers = [device for device in context.get_devices() if device.get_driver() == "virtual_image"]
if not readers:
    sys.exit(77)
reader = readers[0]
reader.open_sync()
connection = socket.socket(socket.AF_UNIX)
connection.connect(address)


def touch(name, number):
    with open(os.path.join(folder, f"{name}-{number}.raw"), "rb") as file:
        connection.sendall(struct.pack("ii", WIDTH, HEIGHT) + file.read())


def enrol(name):
    def progress(_reader, stage, _print, _data, _error):
        if stage < reader.get_nr_enroll_stages():
            touch(name, stage + 1)

    touch(name, 1)
    return reader.enroll_sync(FPrint.Print.new(reader), None, progress, None)


enrolled = {name: enrol(name) for name in names}
for one in names:
    for other in names:
        # The scores themselves are in the library's debug lines, which follow this one.
        print(f"PAIR {one} {other}", flush=True)
        touch(other, 6)
        reader.verify_sync(enrolled[one], None, None, None)
        print("END", flush=True)
reader.close_sync()
