import { type Ndr, u32 } from '../../../src/dissect/ndr.ts';
import { lpwstr } from '../types.ts';
import { container, levels, struct } from './containers.ts';

// MS-SRVS has these operations not on the wire any more; servers of old answer them, and test suites ask.
const CHARDEV_INFO_0 = struct('lmchdev.h', 'CHARDEV_INFO_0', 'NetCharDevInfo0', { ch0_dev: lpwstr.as('device') });

const CHARDEV_INFO_1 = struct('lmchdev.h', 'CHARDEV_INFO_1', 'NetCharDevInfo1', {
  ch1_dev:      lpwstr.as('device'),
  ch1_status:   u32.as('status'),
  ch1_username: lpwstr.as('user'),
  ch1_time:     u32.as('time'),
});

const CHARDEVQ_INFO_0 = struct('lmchdev.h', 'CHARDEVQ_INFO_0', 'NetCharDevQInfo0', { cq0_dev: lpwstr.as('device') });

const CHARDEVQ_INFO_1 = struct('lmchdev.h', 'CHARDEVQ_INFO_1', 'NetCharDevQInfo1', {
  cq1_dev:      lpwstr.as('device'),
  cq1_priority: u32.as('priority'),
  cq1_devs:     lpwstr.as('devices'),
  cq1_numusers: u32.as('users'),
  cq1_numahead: u32.as('num_ahead'),
});

export const charDevInfo  = levels('lmchdev.h', 'CHARDEV_INFO', 'NetCharDevInfo', 'info', { 0: CHARDEV_INFO_0, 1: CHARDEV_INFO_1 });
export const charDevQInfo = levels('lmchdev.h', 'CHARDEVQ_INFO', 'NetCharDevQInfo', 'info', { 0: CHARDEVQ_INFO_0, 1: CHARDEVQ_INFO_1 });

const CHARDEV_ENUM_UNION = levels('lmchdev.h', 'CHARDEV_ENUM_UNION', 'NetCharDevCtr', 'ctr', {
  0: container('lmchdev.h', 'CHARDEV_INFO_0_CONTAINER', 'NetCharDevCtr0', CHARDEV_INFO_0),
  1: container('lmchdev.h', 'CHARDEV_INFO_1_CONTAINER', 'NetCharDevCtr1', CHARDEV_INFO_1),
});
const CHARDEVQ_ENUM_UNION = levels('lmchdev.h', 'CHARDEVQ_ENUM_UNION', 'NetCharDevQCtr', 'ctr', {
  0: container('lmchdev.h', 'CHARDEVQ_INFO_0_CONTAINER', 'NetCharDevQCtr0', CHARDEVQ_INFO_0),
  1: container('lmchdev.h', 'CHARDEVQ_INFO_1_CONTAINER', 'NetCharDevQCtr1', CHARDEVQ_INFO_1),
});

export const charDevEnum: Ndr = struct('lmchdev.h', 'CHARDEV_ENUM_STRUCT', 'NetCharDevEnum', {
  Level:       u32.as('level'),
  CharDevInfo: CHARDEV_ENUM_UNION('Level').as('ctr'),
}).as('');
export const charDevQEnum: Ndr = struct('lmchdev.h', 'CHARDEVQ_ENUM_STRUCT', 'NetCharDevQEnum', {
  Level:        u32.as('level'),
  CharDevQInfo: CHARDEVQ_ENUM_UNION('Level').as('ctr'),
}).as('');
