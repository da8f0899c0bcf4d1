import { dispatch, hex, names, u32, type Table } from '../../src/dissect/field.ts';
import { struct } from '../../src/dissect/struct.ts';
import { reserved, StructureSize } from './fields.ts';

const NotificationType = names({ SmbNotifySessionClosed: 0x00000000 });

const NotifySessionClosed = struct('MS-SMB2 2.2.44.2', 'SMB2_NOTIFY_SESSION_CLOSED', { Reserved: reserved(4) });

const notifications: Table = { 0x00000000: NotifySessionClosed };

export const ServerToClientNotification = struct('MS-SMB2 2.2.44.1', 'SMB2 Server to Client Notification', {
  StructureSize,
  Reserved:         reserved(2),
  NotificationType: u32('smb2.notification.type', hex, NotificationType),
  Notification:     dispatch('', notifications, 'NotificationType'),
});
