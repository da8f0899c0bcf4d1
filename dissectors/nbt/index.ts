export { Datagram, DatagramType, userDataOf } from './datagram.ts';
export { NameService, nameServiceFacts, Opcode, Type } from './name-service.ts';
export { NetbiosName, Suffix } from './names.ts';
export { PacketType, SessionPacket } from './session.ts';
