/** Field names that Wireshark does not have, see ../ours.ts. */
export const ours: Readonly<Record<string, string>> = {
  'nt.ace.cond.length':           'bytes of a literal in a conditional expression',
  'nt.ace.cond.signature':        '`artx`, how a conditional expression begins',
  'nt.ace.data':                  'data of an ACE that is no conditional expression',
  'nt.ace.sra.value_length':     'Length of CLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE',
  'nt.acl.num_aces.number':       'AceCount of an ACL, without Sbz2',
  'nt.acl.revision.number':       'AclRevision, without Sbz1',
  'nt.acl.sbz1':                  'Sbz1 of an ACL',
  'nt.acl.sbz2':                  'Sbz2 of an ACL',
  'nt.sec_desc.revision.number':  'Revision of a security descriptor, without Sbz1',
  'nt.sec_desc.sbz1':             'Sbz1 of a security descriptor: a byte of its resource manager',
  'nt.sid.builtin':              'first sub-authority of an alias of the built-in domain: 32',
  'nt.sid.non_unique':            'first sub-authority of a SID of five: 21 when a domain\'s number follows',
};
