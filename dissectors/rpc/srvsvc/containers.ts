import { type AnyNdr, conformant, type Ndr, u32, unique, within } from '../../../src/dissect/ndr.ts';

export const { struct, union } = within('srvsvc.srvsvc_');

/** A level's container: how many, and where. */
export const container = (spec: string, title: string, name: string, info: AnyNdr): Ndr => struct(spec, title, name, {
  EntriesRead: u32.as('count'),
  Buffer:      unique(conformant(info, 'EntriesRead')).as('array'),
});

/** A union of pointers, one a level: arms are called by `arm` and the level. An unknown level has an empty arm. */
export const levels = (spec: string, title: string, name: string, arm: string, infos: Readonly<Record<number, AnyNdr>>) =>
  <const S extends string>(switchIs: S): Ndr<unknown, S> =>
    union(spec, title, name, switchIs, {
      ...Object.fromEntries(Object.entries(infos).map(([level, info]) => [level, unique(info).as(`${arm}${level}`)])),
      default: null,
    });
