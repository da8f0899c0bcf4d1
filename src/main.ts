export { run } from './cli/command.ts';
