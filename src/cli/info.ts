export async function info(): Promise<number> { return 0; }
