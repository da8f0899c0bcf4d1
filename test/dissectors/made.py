"""Writes stubs of every operation that Samba's modules know, with a small number or text in every parameter and member.

A line: interface, opnum, "in" or "out", Samba's name, then the stub in NDR, NDR64 and big-endian NDR in hex. Each is made in a process of its own:
an operation that lacks what it refers to ends it."""
import importlib
import os
import re

from samba import ndr

MODULES = {
    "epm": "epmapper", "lsarpc": "lsa", "netlogon": "netlogon", "samr": "samr", "srvsvc": "srvsvc", "svcctl": "svcctl", "winreg": "winreg", "wkssvc": "wkssvc",
}
VALUES = (1, "ab")
DEEPEST = 3


def class_of(name):
    module, _, own = name.rpartition(".")
    return getattr(importlib.import_module("samba.dcerpc." + module.rpartition(".")[2]), own)


def members(of, prefix):
    for name in dir(of):
        if name.startswith(prefix) and not name.startswith("__") and name not in ("opnum", "result"):
            yield name


def fill(of, prefix="", depth=0):
    for name in members(of, prefix):
        try:
            current = getattr(of, name)
        except Exception:
            current = None
        if not callable(current):
            fill_member(of, name, current, depth)


def fill_member(of, name, current, depth):
    wanted = ""
    for value in VALUES:
        try:
            setattr(of, name, value)
            return
        except Exception as error:
            wanted = str(error)
    expected = re.search(r"[Ee]xpected type '?(\w[\w.]*\.\w+)'?", wanted)
    if depth >= DEEPEST:
        return
    try:
        if expected is not None:
            inner = class_of(expected[1])()
            fill(inner, "", depth + 1)
            setattr(of, name, inner)
        elif current is not None and not isinstance(current, (list, bytes)):
            fill(current, "", depth + 1)
    except Exception:
        pass


def write(interface, call, direction, pack):
    of = call()
    fill(of, "in_")
    fill(of, "out_")
    stubs = [pack(of), pack(of, ndr64=True), pack(of, bigendian=True)]
    print(interface, call.opnum(), direction, call.__name__, *[stub.hex() or "-" for stub in stubs], flush=True)


for interface, module in MODULES.items():
    found = vars(importlib.import_module("samba.dcerpc." + module))
    for call in sorted((c for c in found.values() if hasattr(c, "__ndr_pack_in__")), key=lambda c: c.opnum()):
        for direction, pack in (("in", ndr.ndr_pack_in), ("out", ndr.ndr_pack_out)):
            child = os.fork()
            if child == 0:
                try:
                    write(interface, call, direction, pack)
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
