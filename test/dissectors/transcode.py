"""Reads stubs with Samba's NDR and writes each again in NDR64 and in big-endian NDR.

A line of input: module, opnum, "in" or "out", the stub, and of a response the request, in hex. A line of output: both, or why not."""
import importlib
import sys

from samba import ndr

classes = {}


def operation(module, opnum):
    if module not in classes:
        found = importlib.import_module("samba.dcerpc." + module)
        calls = [c for c in vars(found).values() if hasattr(c, "__ndr_pack_in__")]
        classes[module] = {c.opnum(): c for c in calls}
    return classes[module][opnum]()


for line in sys.stdin:
    module, opnum, direction, stub, request = line.rstrip("\n").split(" ")
    try:
        call = operation(module, int(opnum))
        if direction == "in":
            ndr.ndr_unpack_in(call, bytes.fromhex(stub))
            pack = ndr.ndr_pack_in
        else:
            ndr.ndr_unpack_in(call, bytes.fromhex(request))
            ndr.ndr_unpack_out(call, bytes.fromhex(stub))
            pack = ndr.ndr_pack_out
        print(pack(call).hex(), pack(call, ndr64=True).hex(), pack(call, bigendian=True).hex())
    except Exception as error:
        print("error", repr(error))
