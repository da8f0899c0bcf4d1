import { hex, nested, u32, u64 } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved } from '../smb2/fields.ts';

/** Also the requests of FSCTL_GET_RETRIEVAL_POINTERS_AND_REFCOUNT and FSCTL_GET_RETRIEVAL_POINTER_COUNT, MS-FSCC 2.3.33 and 2.3.29. */
export const StartingVcnInput = struct('MS-FSCC 2.3.31', 'STARTING_VCN_INPUT_BUFFER', {
  StartingVcn: u64('smb2.fsctl.extents.starting_vcn', hex),
});

const head = {
  ExtentCount: u32('smb2.fsctl.extents.count'),
  Unused:      reserved(4),
  StartingVcn: u64('smb2.fsctl.extents.starting_vcn', hex),
};

const place = {
  NextVcn: u64('smb2.fsctl.extents.next_vcn', hex),
  Lcn:     u64('smb2.fsctl.extents.lcn', hex),
};

const Extent = struct('MS-FSCC 2.3.32.1', 'EXTENTS', place);

const ExtentAndRefcount = struct('MS-FSCC 2.3.34.1', 'EXTENT_AND_REFCOUNTS', {
  ...place,
  ReferenceCount: u32('smb2.fsctl.extents.reference_count'),
  Unused:         reserved(4),
});

export const RetrievalPointers = struct('MS-FSCC 2.3.32', 'RETRIEVAL_POINTERS_BUFFER', {
  ...head,
  Extents: nested('', Extent).times('ExtentCount'),
});

export const RetrievalPointersAndRefcount = struct('MS-FSCC 2.3.34', 'RETRIEVAL_POINTERS_AND_REFCOUNT_BUFFER', {
  ...head,
  Extents: nested('', ExtentAndRefcount).times('ExtentCount'),
});

export const RetrievalPointerCount = struct('MS-FSCC 2.3.30', 'RETRIEVAL_POINTER_COUNT', {
  ExtentCount: u32('smb2.fsctl.extents.count'),
});
