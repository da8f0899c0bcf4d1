export async function fields(): Promise<number> { return 0; }
