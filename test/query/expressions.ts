/** Expressions of every kind, for the comparisons of answers: index with scan, ours with tshark's. */
export const expressions: readonly string[] = [
  // Presence, of fields and protocols.
  'smb2', 'smb2.cmd', 'smb2.nt_status', 'smb2.filename', 'smb2.aid', 'smb2.tree', 'smb2.response_to', 'nbss', 'ipv6', 'tcp && ip', 'eth', 'not ip',
  // Numbers.
  'smb2.cmd == 5', 'smb2.cmd == 0x05', 'smb2.cmd eq 0b101', 'smb2.cmd != 5', 'smb2.cmd ne 010', 'smb2.cmd > 0x10', 'smb2.cmd ge 16', 'smb2.cmd < 3',
  'smb2.cmd le 3', '!(smb2.cmd == 5)', 'smb2.msg_id == 4', 'smb2.msg_id == 18446744073709551615', 'smb2.msg_id > 9007199254740993', 'smb2.sesid == 0',
  'smb2.sesid != 0', 'smb2.sesid > 0x100000000', 'smb2.tid == 0', 'smb2.nt_status == 0xc0000034', 'smb2.nt_status != 0', 'smb2.msg_id == -1',
  "smb2.msg_id == 'a'", 'smb2.credits.requested > 1', 'smb2.chain_offset > 0', 'smb2.response_to > 20', 'frame.number <= 40', 'frame.len > 300', 'tcp.len >= 200',
  'ip.ttl == 64', 'tcp.stream == 0', 'tcp.stream > 0', 'smb2.read_length >= 4096', 'smb2.file_offset == 0',
  // Constants by name.
  'smb2.cmd == "Create"', 'smb2.cmd == Write', 'smb2.nt_status == STATUS_ACCESS_DENIED', 'smb2.nt_status == "STATUS_PENDING"',
  // Booleans and bits.
  'smb2.flags.response == 1', 'smb2.flags.response == 0', 'smb2.flags.signature == 1', 'smb2.flags.async > 0', 'smb2.flags & 0x8', 'smb2.flags & 9 == 9',
  'smb2.flags & 1 == 0', '!(smb2.flags & 0x4)', 'smb2.cmd bitwise_and 8', 'tcp.flags.push == 1', 'eth.src[0] & 1',
  // Arithmetic and functions.
  'smb2.cmd + 1 == 6', '{smb2.cmd - 1} * 2 == 8', 'smb2.cmd % 2 == 1', 'smb2.cmd / 4 == 2', '-smb2.cmd == -5', 'smb2.cmd / 0 == 1', 'len(smb2.filename) > 5',
  'len(smb2.cmd) == 2', 'len(smb2.signature) == 16', 'lower(smb2.tree) contains "share"', 'upper(smb2.filename) matches "TXT"', 'count(ip.addr) == 2',
  'max(smb2.cmd, 3) == 3', 'min(tcp.srcport, tcp.dstport) == 445', 'abs(smb2.cmd) == 3', 'count(smb2.filename) == 1',
  // Text.
  'smb2.filename == "d1"', 'smb2.filename contains "a"', 'smb2.filename contains "\\x61"', 'smb2.filename > "d"', 'smb2.filename in {"a".."e"}', 'smb2.filename matches "^D1"',
  'smb2.filename matches r"\\.(txt|bin)$"', 'smb2.filename matches "(?-i)TXT"', 'smb2.filename ~ "[[:digit:]]+"', 'smb2.filename contains "/"', 'smb2.tree contains "IPC$"',
  'smb2.tree == "\\\\\\\\127.0.0.1\\\\share"', 'smb2.tree matches "\\\\\\\\ipc\\\\$$"', 'smb2.filename == smb2.tree',
  // Bytes and slices.
  'smb2.signature == 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00', 'smb2.signature[0:2] == 0000', 'smb2.signature[0] == 0', 'smb2.signature[-2:] == 00:00',
  'smb2.signature[2-3] != 00:00', 'smb2.signature[0,15] == 00:00', 'smb2.signature[10:9]', 'smb2.signature contains 00:00', 'frame contains fe:53:4d:42', 'tcp contains "S\\x00M\\x00B"',
  'frame[12:2] == 08:00', 'eth.src == 00:00:00:00:00:00', 'eth.addr[0:3] == 00:00:00', 'eth.dst contains 00:00', 'smb2.filename[0:2] == "d1"', 'smb2.filename[0] == 64',
  // GUIDs, times, addresses.
  'smb2.fid == ffffffff-ffff-ffff-ffff-ffffffffffff', 'smb2.fid != ffffffff-ffff-ffff-ffff-ffffffffffff', 'smb2.create.time > "2020-01-01 00:00:00"', 'smb2.last_write.time < "Nov 20, 2030 08:00:00.5"',
  'smb2.time > 0.001', 'smb2.time < 0.0002', 'smb2.time + 1 > 1.001', 'frame.time_epoch > 1577836800.25', 'frame.time > "2020-01-01 00:00:00"', 'frame.time_relative < 0.05',
  'ip.addr == 127.0.0.1', 'ip.addr == 127.0.0.0/8', 'ip.src != 10.0.0.0/8', 'ip.dst in {127.0.0.1, 192.168.0.0/16}', 'ip.addr in {127.0.0.1..127.0.0.5}', 'ip.src > 10.0.0.1', 'ipv6.addr == ::1', 'ipv6.src == fe80::/10', 'ipv6.dst == ::1/64',
  // Any and all.
  'tcp.port == 445', 'tcp.port != 445', 'tcp.port === 445', 'tcp.port !== 445', 'tcp.port ~= 445', 'tcp.port all_ne 139', 'any tcp.port > 1000', 'all tcp.port > 1000', 'all ip.addr == 127.0.0.1',
  'any ip.addr in {127.0.0.1}', 'tcp.srcport == tcp.dstport', 'smb2.msg_id == smb2.cmd', 'tcp.port == tcp.srcport',
  // Sets, joined and negated.
  'smb2.cmd in {1, 3..5}', 'smb2.cmd not in {1..18}', '!smb2.cmd in {5, 6}', 'smb2.cmd in {"Create", "Close"}', 'smb2.cmd == 5 && smb2.flags.response == 1 || smb2.cmd == 6',
  'smb2.cmd == 6 or smb2.cmd == 5 and smb2.flags.response == 1', 'not smb2.cmd == 5 and not smb2.cmd == 6', '!!smb2.cmd', '(smb2.cmd == 1 or smb2.cmd == 3) and !(smb2.nt_status == 0)',
  'smb2.cmd == 1 and frame.number', 'smb2.ioctl.function == 0x00060194', 'smb2.ioctl.function', 'smb2.find.infolevel in {37, 1}', 'smb2.create.action == 1', 'smb2.dialect == 0x0311', 'smb2.negotiate_context.type',
];
