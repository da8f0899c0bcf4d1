import { fact } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import type { FrameFacts } from '../facts.ts';

/** What the capture file says of a frame; takes no bytes of it. */
export const Frame = struct('pcap, pcapng', 'Frame', {
  InterfaceId:   fact('frame.interface_id', (f: FrameFacts) => f.interface),
  InterfaceName: fact('frame.interface_name', (f: FrameFacts) => f.interfaceName || undefined),
  EncapType:     fact('frame.encap_type', (f: FrameFacts) => encapTypes[f.linkType]),
  LinkType:      fact('frame.link_type', (f: FrameFacts) => f.linkType),
  Time:          fact('frame.time_epoch', (f: FrameFacts) => f.time),
  Number:        fact('frame.number', (f: FrameFacts) => f.number),
  Length:        fact('frame.len', (f: FrameFacts) => f.original),
  CaptureLength: fact('frame.cap_len', (f: FrameFacts) => f.captured),
});

/** LINKTYPE of the file to Wireshark's own number, for the link layers that the project reads. */
const encapTypes: Readonly<Record<number, number>> = {
  0: 15, 1: 1, 9: 4, 50: 4, 51: 1, 101: 7, 105: 20, 108: 15, 113: 25, 127: 23, 228: 129, 229: 130, 276: 210,
};
