export async function open(): Promise<number> {
  return 0;
}
