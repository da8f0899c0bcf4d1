import { loadInterfaces } from '../src/smb/rpc/interfaces.ts';

// As a command does that may need any table.
await loadInterfaces();
