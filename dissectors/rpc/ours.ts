/** Names of RPC that Wireshark does not have. */
export const ours: Readonly<Record<string, string>> = {
};
