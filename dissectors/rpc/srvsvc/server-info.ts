import { names } from '../../../src/dissect/field.ts';
import { type AnyNdr, type Members, type Ndr, u32 } from '../../../src/dissect/ndr.ts';
import { ServerType } from '../server-type.ts';
import { lpwstr } from '../types.ts';
import { levels, struct } from './containers.ts';

export const PlatformId = names({ PLATFORM_ID_DOS: 300, PLATFORM_ID_OS2: 400, PLATFORM_ID_NT: 500, PLATFORM_ID_OSF: 600, PLATFORM_ID_VMS: 700 });

const SERVER_INFO_100 = struct('MS-SRVS 2.2.4.40', 'SERVER_INFO_100', 'NetSrvInfo100', {
  sv100_platform_id: u32.of(PlatformId).as('platform_id'),
  sv100_name:        lpwstr.as('server_name'),
});

const SERVER_INFO_101 = struct('MS-SRVS 2.2.4.41', 'SERVER_INFO_101', 'NetSrvInfo101', {
  sv101_platform_id:   u32.of(PlatformId).as('platform_id'),
  sv101_name:          lpwstr.as('server_name'),
  sv101_version_major: u32.as('version_major'),
  sv101_version_minor: u32.as('version_minor'),
  sv101_type:          u32.of(ServerType).as('browser.server_type'),
  sv101_comment:       lpwstr.as('comment'),
});

const SERVER_INFO_102 = struct('MS-SRVS 2.2.4.42', 'SERVER_INFO_102', 'NetSrvInfo102', {
  sv102_platform_id:   u32.of(PlatformId).as('platform_id'),
  sv102_name:          lpwstr.as('server_name'),
  sv102_version_major: u32.as('version_major'),
  sv102_version_minor: u32.as('version_minor'),
  sv102_type:          u32.of(ServerType).as('browser.server_type'),
  sv102_comment:       lpwstr.as('comment'),
  sv102_users:         u32.as('users'),
  sv102_disc:          u32.as('disc'),
  sv102_hidden:        u32.as('hidden'),
  sv102_announce:      u32.as('announce'),
  sv102_anndelta:      u32.as('anndelta'),
  sv102_licenses:      u32.as('licenses'),
  sv102_userpath:      lpwstr.as('userpath'),
});

/** Members that are DWORDs or, with a star, strings, called as Wireshark calls them; the specification has the level before them. */
const ofLevel = (spec: string, level: number, members: string): Ndr => struct(spec, `SERVER_INFO_${level}`, `NetSrvInfo${level}`,
  Object.fromEntries(members.split(' ').map((m): [string, AnyNdr] => {
    const name = m.replace('*', '');
    return [`sv${level}_${name}`, (m === name ? u32 : lpwstr).as(name)];
  })) satisfies Members);

const sv402 =
  'ulist_mtime glist_mtime alist_mtime *alerts security numadmin lanmask *guestaccount chdevs chdevqs chdevjobs connections shares openfiles ' +
  'sessopen sesssvc sessreqs opensearch activelocks numreqbufs sizereqbufs numbigbufs numfiletasks alertsched erroralert logonalert accessalert ' +
  'diskalert netioalert maxaudits *srvheuristics';
const sv502 =
  'sessopen sesssvc opensearch sizereqbufs initworkitems maxworkitems rawworkitems irpstacksize maxrawbuflen sessusers sessconns ' +
  'maxpagedmemoryusage maxnonpagedmemoryusage enablesoftcompat enableforcedlogoff timesource acceptdownlevelapis lmannounce';
const afterSearch =
  'minkeepcomplsearch maxkeepcomplsearch threadcountadd numlockthreads scavtimeout minrcvqueue minfreeworkitems xactmemsize threadpriority ' +
  'maxmpxct oplockbreakwait oplockbreakresponsewait enableoplocks enableoplockforceclose enablefcbopens enableraw enablesharednetdrives ' +
  'minfreeconnections maxfreeconnections';
const sv503 = `${sv502} *domain maxcopyreadlen maxcopywritelen minkeepsearch maxkeepsearch ${afterSearch}`;
const sv599 =
  `${sv502} *domain maxcopyreadlen maxcopywritelen minkeepsearch maxkeepsearch ${afterSearch} initsesstable initconntable initfiletable ` +
  'initsearchtable alertsched errortreshold networkerrortreshold diskspacetreshold reserved maxlinkdelay minlinkthroughput linkinfovalidtime ' +
  'scavqosinfoupdatetime maxworkitemidletime';

const singles: Readonly<Record<number, string>> = {
  1005: '*comment', 1010: 'disc', 1016: 'hidden', 1017: 'announce', 1018: 'anndelta', 1107: 'users', 1501: 'sessopens', 1502: 'sessvcs',
  1503: 'opensearch', 1506: 'maxworkitems', 1509: 'maxrawbuflen', 1510: 'sessusers', 1511: 'sesscons', 1512: 'maxnonpagedmemoryusage',
  1513: 'maxpagedmemoryusage', 1514: 'enablesoftcompat', 1515: 'enableforcedlogoff', 1516: 'timesource', 1518: 'lmannounce',
  1520: 'maxcopyreadlen', 1521: 'maxcopywritelen', 1522: 'minkeepsearch', 1523: 'maxkeepsearch', 1524: 'minkeepcomplsearch',
  1525: 'maxkeepcomplsearch', 1528: 'scavtimeout', 1529: 'minrcvqueue', 1530: 'minfreeworkitems', 1533: 'maxmpxct', 1534: 'oplockbreakwait',
  1535: 'oplockbreakresponsewait', 1536: 'enableoplocks', 1537: 'enableoplockforceclose', 1538: 'enablefcbopens', 1539: 'enableraw',
  1540: 'enablesharednetdrives', 1541: 'minfreeconnections', 1542: 'maxfreeconnections', 1543: 'initsesstable', 1544: 'initconntable',
  1545: 'initfiletable', 1546: 'initsearchtable', 1547: 'alertsched', 1548: 'errortreshold', 1549: 'networkerrortreshold',
  1550: 'diskspacetreshold', 1552: 'maxlinkdelay', 1553: 'minlinkthroughput', 1554: 'linkinfovalidtime', 1555: 'scavqosinfoupdatetime',
  1556: 'maxworkitemidletime',
};

export const serverInfo = levels('MS-SRVS 2.2.3.7', 'SERVER_INFO', 'NetSrvInfo', 'info', {
  100: SERVER_INFO_100,
  101: SERVER_INFO_101,
  102: SERVER_INFO_102,
  402: ofLevel('lmserver.h', 402, sv402),
  403: ofLevel('MS-SRVS 2.2.4.43', 403, `${sv402.replace('erroralert', 'eroralert')} auditedevents auditprofile *autopath`),
  502: ofLevel('MS-SRVS 2.2.4.44', 502, sv502),
  503: ofLevel('MS-SRVS 2.2.4.45', 503, sv503),
  599: ofLevel('MS-SRVS 2.2.4.46', 599, sv599),
  ...Object.fromEntries(Object.entries(singles).map(([level, member]) => [level, ofLevel('MS-SRVS 2.2.4', Number(level), member)])),
});
